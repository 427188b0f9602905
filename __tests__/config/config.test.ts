import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import type { z } from 'zod';
import * as check from '../../config/checks';
import { workloadIdentityMember } from '../../config/google/names';
import { gcpRegion, gcpZone } from '../../config/google/regions';
import * as google from '../../config/google/values';
import { configSchema } from '../../config/json-schema';
import { selectEnvironment, selectSystems } from '../../config/load';
import * as ranges from '../../config/ranges';
import {
  appImage,
  type GoogleCloudConfig,
  type ReactiviteConfig,
  registry,
  serviceAccounts,
} from '../../config/reactivite';
import { InputError } from '../../config/system';
import { suggest, validate } from '../../config/validate';
import { systems } from '../../synthesis/systems';
import { loadTargets } from '../../synthesis/targets';

const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-config-'));

function fileWith(text: string): string {
  const file = path.join(folder, 'terrachart.yaml');
  writeFileSync(file, text);
  return file;
}

/** The problems of overrides of reactivite's production record, as `path: message`. */
function problemsOf(production: object): string[] {
  return problemsIn(JSON.stringify({ reactivite: { production } }));
}

function problemsIn(text: string): string[] {
  try {
    loadTargets(fileWith(text));
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

function configOf(environment: string, text = ''): ReactiviteConfig {
  const found = loadTargets(fileWith(text)).find((target) => target.environment === environment);
  return found?.config as ReactiviteConfig;
}

describe('value types', () => {
  test.each<[string, z.ZodType, string[], string[]]>([
    [
      'hostName',
      check.hostName,
      ['app.example.com', 'a.b'],
      ['localhost', 'Under.com', 'a_b.com', '-a.com', 'a..b', `${'a'.repeat(64)}.com`, 'a.com\n'],
    ],
    [
      'cidr',
      check.cidr,
      ['10.0.0.0/8', '0.0.0.0/0', '10.1.2.3/32'],
      ['10.0.0.1/8', '10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '010.0.0.0/8', '::/0', '10.0.0/8'],
    ],
    ['volumeSize', check.volumeSize, ['1Gi', '5Ti'], ['0Gi', '1', '1GB', '-1Gi', '1.5Gi', '512Mi', '9999999Gi']],
    [
      'image',
      check.image,
      ['fastapi:1.4.2', 'team/app:v1', 'a:1'],
      ['fastapi', 'fastapi:latest', 'Fastapi:1', 'a:1 ', `a:${'1'.repeat(64)}`],
    ],
    ['gcpProjectId', google.projectId, ['my-project'], ['My-project', 'short', 'ends-with-', '1abcdef']],
    ['gcpZone', gcpZone, ['europe-west1-b'], ['europe-west1', 'europe']],
    ['gcpRegion', gcpRegion, ['europe-west1', 'northamerica-northeast1'], ['europe-west1-b']],
    ['label', check.label, ['gke-cluster'], ['-a', 'a-', 'A', 'a'.repeat(64), '1a']],
    ['gcsBucket', google.bucket, ['my-project-tfstate'], ['a', 'UPPER', 'with.dots']],
    ['emailAddress', check.emailAddress, ['ops@example.com'], ['ops', '@example.com']],
  ])('%s', (_, type, right, wrong) => {
    expect(right.filter((value) => !type.safeParse(value).success)).toEqual([]);
    expect(wrong.filter((value) => type.safeParse(value).success)).toEqual([]);
  });

  test('two ranges overlap if one holds the other', () => {
    expect(ranges.overlap('10.0.0.0/8', '10.1.0.0/16')).toBe(true);
    expect(ranges.overlap('10.1.0.0/16', '10.0.0.0/8')).toBe(true);
    expect(ranges.overlap('10.0.0.0/16', '10.1.0.0/16')).toBe(false);
    expect(ranges.overlap('0.0.0.0/0', '192.168.0.0/24')).toBe(true);
  });
});

describe('built-in records', () => {
  test.each(
    systems.flatMap((system) => Object.entries(system.environments).map(([name, type]) => ({ system, name, type }))),
  )('$system.name $name is valid', ({ type }) => expect(validate(type, type.record)).toEqual([]));

  test('stand when there is no file', () => {
    expect(loadTargets().map(({ system, environment }) => `${system.name} ${environment}`)).toEqual(
      systems.flatMap(({ name, environments }) =>
        Object.keys(environments).map((environment) => `${name} ${environment}`),
      ),
    );
  });
});

describe('overrides', () => {
  test('are merged key by key; lists and other kinds replace', () => {
    const config = configOf(
      'production',
      `reactivite:
        production:
          hosts: { fastapi: api.acme.com }
          gcp: { cluster: { authorizedNetworks: { office: 198.51.100.0/24 } } }
          database: { kind: in-cluster, storage: 5Gi }
        local:`,
    );
    expect(config.hosts).toEqual({ fastapi: 'api.acme.com', streamlit: 'streamlit.monapp.com' });
    expect((config as GoogleCloudConfig).gcp.cluster.authorizedNetworks).toEqual({ office: '198.51.100.0/24' });
    expect(config.database).toEqual({ kind: 'in-cluster', storage: '5Gi' });
  });

  test('an empty file changes nothing', () => {
    expect(loadTargets(fileWith('# nothing\n'))).toEqual(loadTargets());
  });

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
    ['an image without a tag', { fastapi: { image: 'ghcr.io/acme/fastapi' } }, 'fastapi.image'],
    ['one host for two apps', { hosts: { fastapi: 'streamlit.monapp.com' } }, 'hosts.fastapi'],
  ])('refused: %s', (_, production, path) => {
    expect(problemsOf(production).map((problem) => problem.split(': ')[0])).toContain(`reactivite.production.${path}`);
  });

  test('what belongs to another kind of environment is unknown in this one', () => {
    const cloud = configOf('production') as GoogleCloudConfig;
    expect(problemsIn(JSON.stringify({ reactivite: { local: { gcp: cloud.gcp } } }))).toEqual([
      'reactivite.local.gcp: unknown key; known: hosts, traefik, fastapi, streamlit, secrets, monitoring, database, vault, cluster',
    ]);
    const { database } = cloud;
    expect(problemsIn(JSON.stringify({ reactivite: { local: { database } } }))).toContain(
      'reactivite.local.database.kind: "cloud-sql" - expected one of in-cluster',
    );
  });

  test.each<[string, string, RegExp]>([
    ['an unknown system', 'reactivit: {}', /^reactivit: unknown key; did you mean reactivite\?$/],
    [
      'an unknown environment',
      'reactivite: { prod: {} }',
      /^reactivite\.prod: unknown key; did you mean production\?$/,
    ],
    ['a list of systems', '- reactivite', /expected systems as keys/],
    ['text for a record', 'reactivite: { local: hello }', /^reactivite\.local: "hello" - expected an object/],
    ['a prototype', '{"reactivite":{"local":{"__proto__":{"a":1}}}}', /^reactivite\.local\.__proto__: unknown key/],
    ['broken YAML', 'a: [\n b: *x', /terrachart\.yaml:2:7: /],
  ])('%s is one problem with its place', (_, text, message) => {
    const problems = problemsIn(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test('a file that cannot be read is named', () => {
    expect(() => loadTargets(path.join(folder, 'absent.yaml'))).toThrow(/absent\.yaml: no such file/);
    expect(() => loadTargets(folder)).toThrow(InputError);
  });
});

describe('selection', () => {
  test('unknown names are refused with the known ones', () => {
    expect(() => selectSystems(loadTargets(), ['reactivit'])).toThrow('no such system; did you mean reactivite?');
    expect(() => selectEnvironment(loadTargets(), 'moon', [])).toThrow('no such environment; known: local, production');
  });

  test('suggestions prefer what the name begins', () => {
    expect(suggest('prod', ['local', 'production'])).toBe('; did you mean production?');
    expect(suggest('zzz', ['local', 'production'])).toBe('; known: local, production');
  });
});

describe('facts', () => {
  test('follow the project', () => {
    const config = configOf('production', 'reactivite: { production: { gcp: { projectId: acme-prod } } }');
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

describe('JSON Schema', () => {
  const root = path.join(__dirname, '../..');
  const accepts = new Ajv({ strict: false, validateFormats: false }).compile(configSchema(systems));

  test('is committed as generated (npm run schema)', () => {
    expect(JSON.parse(readFileSync(path.join(root, 'config/terrachart.schema.json'), 'utf8'))).toEqual(
      configSchema(systems),
    );
  });

  test('accepts the example and partial records, and refuses what the types refuse', () => {
    const example: unknown = parse(readFileSync(path.join(root, 'terrachart.example.yaml'), 'utf8'));
    expect(accepts(example)).toBe(true);
    expect(accepts({ reactivite: { production: { database: { tier: 'db-custom-4-15360' } } } })).toBe(true);
    expect(accepts({ reactivite: { production: { hosts: { fastapi: 'under_score.com' } } } })).toBe(false);
    expect(accepts({ reactivite: { production: { host: {} } } })).toBe(false);
    expect(accepts({ reactivite: { moon: {} } })).toBe(false);
    // What need not be there can be unset.
    expect(accepts({ reactivite: { production: { gcp: { stateBucket: null } } } })).toBe(true);
    expect(accepts({ reactivite: { production: { hosts: null } } })).toBe(false);
  });
});
