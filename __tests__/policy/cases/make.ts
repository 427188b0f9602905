import type { KubernetesObject } from '../../../model/objects';
import type { Output } from '../../../model/output';

/** The smallest outputs that a rule has something to say about. */
export function output(part: Partial<Output>): Output {
  return { objects: [], stacks: {}, files: {}, environment: 'production', expectations: [], ...part };
}

export function objects(...made: KubernetesObject[]): Output {
  return output({ objects: made });
}

/** A copy with the value at a path such as `spec.template.spec.containers.0.image` replaced; undefined removes it. */
export function change<Value extends object>(from: Value, path: string, value: unknown): Value {
  const copy = structuredClone(from);
  const keys = path.split('.');
  const last = keys.pop() as string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the path leads through.
  const parent = keys.reduce<any>((node, key) => {
    node[key] ??= {};
    return node[key];
  }, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const labels = {
  'app.kubernetes.io/name': 'app',
  'app.kubernetes.io/part-of': 'sys',
  'app.kubernetes.io/managed-by': 'terrachart',
  'app.kubernetes.io/component': 'app',
  'app.kubernetes.io/version': '1.0.0',
};

export function object(kind: string, name: string, body: object = {}, apiVersion = 'v1'): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: 'sys', labels }, ...body };
}

export function clusterScoped(kind: string, name: string, body: object = {}): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name, labels }, ...body };
}

export const container = {
  name: 'app',
  image: 'docker.io/library/traefik:v3.7.13',
  ports: [{ name: 'http', containerPort: 8080 }],
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
  readinessProbe: { httpGet: { path: '/', port: 'http' } },
  livenessProbe: { httpGet: { path: '/', port: 'http' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
};

/** A workload that breaks no rule about pods. */
export const deployment = object('Deployment', 'app', {
  spec: {
    replicas: 1,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'app' } },
    template: {
      metadata: { labels, annotations: {} },
      spec: {
        serviceAccountName: 'app',
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [container],
        initContainers: [],
        volumes: [],
      },
    },
  },
});

/** The deployment with its pod spec changed at a path. */
export function pod(path: string, value: unknown): KubernetesObject {
  return change(deployment, `spec.template.spec.${path}`, value);
}

export const own = { matchLabels: { 'app.kubernetes.io/name': 'app' } };
export const other = { matchLabels: { 'app.kubernetes.io/name': 'other' } };

const terraform = {
  required_version: '>= 1.11',
  backend: { local: { path: '../../../.terrachart/state/sys-production.tfstate' } },
  required_providers: { google: { source: 'google', version: '6.50.0' } },
};

export const stackJson = {
  terraform,
  provider: { google: [{ project: 'my-project', region: 'europe-west1' }] },
};

type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** One stack, with resources by type and name. */
export function stack(resource: Resources): Output {
  return output({ stacks: { 'sys-production': { ...stackJson, resource: resource as never } } });
}

/** One resource. */
export function resource(type: string, body: object): Output {
  return stack({ [type]: { it: body } });
}

export interface Case {
  readonly rule: string;
  /** Outputs that keep the rule. */
  readonly good: readonly Output[];
  /** Outputs that break it, with words of the finding. */
  readonly bad: readonly (readonly [Output, RegExp])[];
}
