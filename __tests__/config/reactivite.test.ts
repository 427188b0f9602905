import { workloadIdentityMember } from '../../config/google/names';
import {
  appImage,
  type GoogleCloudConfig,
  type ReactiviteConfig,
  registry,
  serviceAccounts,
} from '../../config/reactivite';
import { configured, problemsIn } from '../support/configured';

/** The problems of overrides of the production record, as `path: message`. */
function problemsOf(production: object): string[] {
  return problemsIn({ reactivite: { production } });
}

const configOf = (environment: string, overrides: object = {}) =>
  configured<ReactiviteConfig>('reactivite', environment, overrides);

test('all problems are named at once: path, value, what would be right', () => {
  expect(
    problemsOf({
      hosts: { fastapi: 'under_score.com' },
      vault: { replicas: 2 },
      database: { kind: 'oracle' },
      monitoring: { retentionDays: '15' },
      gcp: { zone: 'us-east1-b', cluster: { machinType: 'x', minNodes: 2.5 } },
    }),
  ).toEqual([
    'reactivite.production.hosts.fastapi: "under_score.com" - expected a DNS name in lower case, e.g. app.example.com',
    'reactivite.production.monitoring.retentionDays: "15" - expected a number',
    'reactivite.production.database.kind: "oracle" - expected one of in-cluster, cloud-sql',
    'reactivite.production.vault.replicas: 2 - expected one of 1, 3, 5: raft needs a majority',
    'reactivite.production.gcp.cluster.minNodes: 2.5 - expected a whole number',
    'reactivite.production.gcp.cluster.machinType: unknown key; did you mean machineType?',
    'reactivite.production.gcp.zone: "us-east1-b" - expected a zone of europe-west1',
  ]);
});

test.each<[string, object, string]>([
  ['pods overlap nodes', { gcp: { network: { pods: '10.10.0.0/16' } } }, 'gcp.network.pods'],
  ['services overlap pods', { gcp: { network: { services: '10.20.0.0/20' } } }, 'gcp.network.services'],
  ['control plane is no /28', { gcp: { network: { controlPlane: '172.16.0.0/27' } } }, 'gcp.network.controlPlane'],
  ['pod range is too small for the nodes', { gcp: { network: { pods: '10.20.0.0/23' } } }, 'gcp.network.pods'],
  [
    'private services are too few',
    { gcp: { network: { privateServices: '10.40.0.0/25' } } },
    'gcp.network.privateServices',
  ],
  ['minimum above maximum', { gcp: { cluster: { minNodes: 5 } } }, 'gcp.cluster.minNodes'],
  ['initial nodes out of bounds', { gcp: { cluster: { initialNodes: 9 } } }, 'gcp.cluster.initialNodes'],
  ['fewer nodes than Vault replicas', { gcp: { cluster: { maxNodes: 2 } } }, 'gcp.cluster.maxNodes'],
  ['keys go before their cluster', { gcp: { keys: { deletionProtection: false } } }, 'gcp.keys.deletionProtection'],
  ['private endpoint on public nodes', { gcp: { cluster: { privateNodes: false } } }, 'gcp.cluster.privateEndpoint'],
  ['public endpoint for nobody', { gcp: { cluster: { privateEndpoint: false } } }, 'gcp.cluster.authorizedNetworks'],
  [
    'public endpoint for everybody',
    { gcp: { cluster: { privateEndpoint: false, authorizedNetworks: { all: '0.0.0.0/0' } } } },
    'gcp.cluster.authorizedNetworks',
  ],
  ['disk limit below the disk', { database: { diskSizeLimitGb: 10 } }, 'database.diskSizeLimitGb'],
  [
    'halves of the world as authorized networks',
    { gcp: { cluster: { privateEndpoint: false, authorizedNetworks: { low: '0.0.0.0/1', high: '128.0.0.0/1' } } } },
    'gcp.cluster.authorizedNetworks',
  ],
  ['a node range too small for the nodes', { gcp: { network: { nodes: '10.10.0.0/29' } } }, 'gcp.network.nodes'],
  ['a subnet that is none', { gcp: { network: { nodes: '10.10.0.0/30' } } }, 'gcp.network.nodes'],
  ['a multicast subnet', { gcp: { network: { nodes: '224.10.0.0/20' } } }, 'gcp.network.nodes'],
  ['a name too long for GKE', { gcp: { cluster: { name: 'a'.repeat(41) } } }, 'gcp.cluster.name'],
  ['Arm nodes', { gcp: { cluster: { machineType: 't2a-standard-2' } } }, 'gcp.cluster.machineType'],
  [
    'a machine type that does not exist',
    { gcp: { cluster: { machineType: 'e2-standard-3' } } },
    'gcp.cluster.machineType',
  ],
  ['a region that does not exist', { gcp: { region: 'europe-west5' } }, 'gcp.region'],
  ['a tier that does not exist', { database: { tier: 'db-custom-3-7680' } }, 'database.tier'],
  ['an address as host', { hosts: { fastapi: '10.0.0.1' } }, 'hosts.fastapi'],
  ['an image without a tag', { workloads: { fastapi: { image: 'ghcr.io/acme/fastapi' } } }, 'workloads.fastapi.image'],
  ['one host for two apps', { hosts: { fastapi: 'streamlit.monapp.com' } }, 'hosts.fastapi'],
])('refused: %s', (_, production, path) => {
  expect(problemsOf(production).map((problem) => problem.split(': ')[0])).toContain(`reactivite.production.${path}`);
});

test('what belongs to another kind of environment is unknown in this one', () => {
  const cloud = configOf('production') as GoogleCloudConfig;
  expect(problemsIn({ reactivite: { local: { gcp: cloud.gcp } } })).toEqual([
    expect.stringMatching(/^reactivite\.local\.gcp: unknown key; known: hosts, traefik, mail, secrets, [\w, ]+$/),
  ]);
  const { database } = cloud;
  expect(problemsIn({ reactivite: { local: { database } } })).toContain(
    'reactivite.local.database.kind: "cloud-sql" - expected one of in-cluster',
  );
});

describe('facts', () => {
  test('follow the project', () => {
    const config = configOf('production', { reactivite: { production: { gcp: { projectId: 'acme-prod' } } } });
    expect('gcp' in config && workloadIdentityMember(config.gcp, serviceAccounts.fastapi)).toBe(
      'serviceAccount:acme-prod.svc.id.goog[reactivite/fastapi]',
    );
    expect(registry(config)).toBe('europe-west1-docker.pkg.dev/acme-prod/reactivite');
    expect(appImage(config, 'streamlit').repository).toBe('europe-west1-docker.pkg.dev/acme-prod/reactivite/streamlit');
  });

  test('no public registry can answer for a local image', () => {
    expect(registry(configOf('local'))).toBe('terrachart.local/reactivite');
  });
});
