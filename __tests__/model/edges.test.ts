import type { TerraformJson } from '../../model/blocks';
import type { Edge, EdgeKind } from '../../model/edges/edge';
import { edgesOf } from '../../model/edges/edges';
import { type KubernetesObject, nameOf } from '../../model/objects';
import { Synthesis } from '../../model/synthesis';
import { change, deployment, object, own, stackJson } from '../policy/cases/make';
import { builtInSynthesis } from '../support/built-in';
import { shown } from '../support/shown';

/** A synthesis of one chart and one stack. */
function synthesisOf(objects: readonly KubernetesObject[], resource: object = {}): Synthesis {
  const part = { system: 'sys', environment: 'production', path: '', text: '' };
  const json = { ...stackJson, resource } as TerraformJson;
  return new Synthesis({
    terraform: [{ ...part, name: 'sys-production-late', json, after: ['sys-production-early'] }],
    kubernetes: [{ ...part, name: 'sys-app', objects, expectations: [] }],
    files: [],
  });
}

function edges(kind: EdgeKind, objects: readonly KubernetesObject[], resource?: object): string[] {
  return edgesOf(synthesisOf(objects, resource), 'production')
    .filter((edge) => edge.kind === kind)
    .map(words);
}

const words = ({ from, to, via }: Edge) => `${from} -> ${to} (${via})`;

/** Another app beside `app`, which it talks to on 8080. */
const client = change(
  change(change(deployment, 'metadata.name', 'client'), 'spec.template.metadata.labels', {
    'app.kubernetes.io/name': 'client',
  }),
  'spec.selector.matchLabels',
  { 'app.kubernetes.io/name': 'client' },
);
const clients = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'client' } } };
const ports = [{ port: 8080, protocol: 'TCP' }];
const out = object('NetworkPolicy', 'client', {
  spec: { ...clients, egress: [{ to: [{ podSelector: own }], ports }] },
});
const inward = object('NetworkPolicy', 'app', { spec: { podSelector: own, ingress: [{ from: [clients], ports }] } });

/** Isolates every pod of the namespace, as ours are. */
const deny = object('NetworkPolicy', 'deny', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });

describe('traffic', () => {
  const flow = 'Deployment/sys/client -> Deployment/sys/app (port 8080/TCP)';

  test('flows where both ends allow it, and not where one does', () => {
    expect(edges('traffic', [deny, deployment, client, out, inward])).toEqual([flow]);
    expect(edges('traffic', [deny, deployment, client, out])).toEqual([]);
    expect(edges('traffic', [deny, deployment, client, inward])).toEqual([]);
  });

  test('flows from and to anyone where an end says so, and freely where nothing isolates a pod', () => {
    const anyone = change(inward, 'spec.ingress.0.from', undefined);
    expect(edges('traffic', [deny, deployment, client, out, anyone])).toEqual([flow]);
    expect(edges('traffic', [deployment, client, out])).toEqual([flow]);
  });

  test('flows to a port that one end calls by its name', () => {
    const named = change(inward, 'spec.ingress.0.ports.0.port', 'http');
    expect(edges('traffic', [deny, deployment, client, out, named])).toEqual([flow]);
  });

  test('does not flow to another port, or by another protocol', () => {
    for (const [field, value] of [
      ['port', 8081],
      ['protocol', 'UDP'],
    ] as const) {
      const other = change(inward, `spec.ingress.0.ports.0.${field}`, value);
      expect(edges('traffic', [deny, deployment, client, out, other])).toEqual([]);
    }
  });

  test('comes through an Ingress and its Service', () => {
    const service = object('Service', 'app', {
      spec: { selector: own.matchLabels, ports: [{ name: 'http', port: 80 }] },
    });
    const backend = { service: { name: 'app', port: { name: 'http' } } };
    const ingress = object('Ingress', 'web', { spec: { rules: [{ host: 'a.test', http: { paths: [{ backend }] } }] } });
    expect(edges('traffic', [deployment, service, ingress])).toEqual([
      'Ingress/sys/web -> Service/sys/app (port http)',
      'Service/sys/app -> Deployment/sys/app (selector)',
    ]);
  });
});

describe('identity', () => {
  const account = object('ServiceAccount', 'app');

  test('is a ServiceAccount, its bindings, and the account of the cloud that it acts as', () => {
    const binding = object('RoleBinding', 'app', {
      roleRef: { kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: 'sys' }],
    });
    const found = edges('identity', [deployment, account, binding], {
      google_service_account: { app: { account_id: 'sys-app' } },
      google_service_account_iam_member: {
        app: {
          role: 'roles/iam.workloadIdentityUser',
          member: 'serviceAccount:my-project.svc.id.goog[sys/app]',
          service_account_id: '${google_service_account.app.name}',
        },
      },
      google_project_iam_member: {
        sql: { role: 'roles/cloudsql.client', member: '${google_service_account.app.member}' },
      },
    });
    const stack = 'sys-production-late';
    expect(found).toEqual([
      'Deployment/sys/app -> ServiceAccount/sys/app (serviceAccountName)',
      `ServiceAccount/sys/app -> ${stack}/google_service_account.app (${stack}/google_service_account_iam_member.app)`,
      'ServiceAccount/sys/app -> Role/sys/reader (RoleBinding/sys/app)',
      `${stack}/google_service_account.app -> roles/cloudsql.client (${stack}/google_project_iam_member.sql)`,
    ]);
  });
});

test('references are what objects name, and what expressions of Terraform name', () => {
  const volumes = [{ name: 'config', configMap: { name: 'app' } }];
  const found = edges('reference', [change(deployment, 'spec.template.spec.volumes', volumes)], {
    google_kms_key_ring: { ring: { name: 'ring' } },
    google_kms_crypto_key: { key: { key_ring: '${google_kms_key_ring.ring.id}', rotation_period: '7776000s' } },
  });
  expect(found).toEqual([
    'Deployment/sys/app -> ServiceAccount/sys/app (serviceAccountName)',
    'Deployment/sys/app -> ConfigMap/sys/app (volume config)',
    'sys-production-late/google_kms_crypto_key.key -> sys-production-late/google_kms_key_ring.ring (key_ring)',
  ]);
});

test('data is in the volumes of pods, and in the instances that they connect to', () => {
  const proxy = {
    name: 'proxy',
    image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.27.0',
    args: ['--private-ip', 'my-project:europe-west1:db'],
  };
  const pod = change(deployment, 'spec.template.spec.initContainers', [proxy]);
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'app-data' } }];
  expect(
    edges('data', [change(pod, 'spec.template.spec.volumes', volumes)], {
      google_sql_database_instance: { db: { name: 'db' } },
    }),
  ).toEqual([
    'Deployment/sys/app -> PersistentVolumeClaim/sys/app-data (volumes)',
    'Deployment/sys/app -> sys-production-late/google_sql_database_instance.db (proxy)',
  ]);
});

test('order is that of the stacks', () => {
  expect(edges('order', [])).toEqual(['sys-production-late -> sys-production-early (stack dependency)']);
});

describe('what is really synthesized', () => {
  test('has an edge of every kind, and none from something that is not there', () => {
    const synthesis = builtInSynthesis();
    const kinds = new Set<EdgeKind>();
    for (const environment of synthesis.environments) {
      const { objects, blocks } = synthesis.view(environment);
      const known = new Set([
        ...objects.map(nameOf),
        ...blocks.map(({ address }) => address),
        ...synthesis.parts.terraform.map(({ name }) => name),
      ]);
      const found = edgesOf(synthesis, environment);
      for (const { kind } of found) kinds.add(kind);
      // Subjects of bindings may be groups of Kubernetes' own, or accounts of other software.
      const foreign = /^(Group|User|ServiceAccount)\//;
      expect(found.filter(({ from }) => !known.has(from) && !foreign.test(from)).map(words)).toEqual([]);
    }
    const every: readonly EdgeKind[] = ['data', 'identity', 'order', 'reference', 'traffic'];
    expect(every.filter((kind) => !kinds.has(kind) && shown('edges of every kind'))).toEqual([]);
  });
});
