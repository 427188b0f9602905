import type { Change } from '../../compare';
import { type Door, gone, more, off, on, opened, to } from './door';

/** Objects that let traffic or people in. */
const ways: Readonly<Record<string, string>> = {
  Ingress: 'a way in from outside',
  IngressRoute: 'a way in from outside',
  Gateway: 'a way in from outside',
  VirtualService: 'a way in from outside',
  NetworkPolicy: 'lets more traffic through',
  AuthorizationPolicy: 'lets more requests through',
  Role: 'a right is added',
  ClusterRole: 'a right is added',
  RoleBinding: 'somebody gets rights',
  ClusterRoleBinding: 'somebody gets rights in the whole cluster',
};

const is =
  (...kinds: readonly string[]) =>
  (kind: string) =>
    kinds.includes(kind);
const isOutside = (type: unknown) => type === 'LoadBalancer' || type === 'NodePort';
const wayOf = (kind: string) => ways[kind] ?? '';

const doors: readonly Door[] = [
  { at: /^spec\.type$/, of: is('Service'), opens: to(isOutside, (type) => `is reached from outside: ${type}`) },
  // Of a selector or a list that is gone all is meant.
  ...['NetworkPolicy', 'AuthorizationPolicy'].map((kind) => ({
    at: /^spec\.(ingress|egress|rules)/,
    of: is(kind),
    opens: gone((path) => `${wayOf(kind)}: ${path} is gone`),
  })),
  { at: /sourceRange|allowList|whitelist/i, opens: more((values, path) => `${path} lets in ${values} as well`) },
  { at: /^spec\.tls/, opens: gone(() => 'its TLS is gone') },
  {
    at: /mode$/,
    of: is('PeerAuthentication'),
    opens: to(
      (mode) => mode !== 'STRICT',
      (mode) => `mutual TLS is ${mode}`,
    ),
  },
  {
    at: /pod-security.*enforce$/,
    of: is('Namespace'),
    opens: to(
      () => true,
      (level) => `Pod Security is ${level}`,
    ),
  },
  ...Object.entries(ways).map(([kind, way]) => ({
    at: /^(?!metadata)/,
    of: is(kind),
    opens: more((values) => `${way}: ${values}`),
  })),
  // What a container may do on its node.
  {
    at: /\.(privileged|allowPrivilegeEscalation|hostNetwork|hostPID|hostIPC|automountServiceAccountToken)$/,
    opens: on(),
  },
  { at: /\.(runAsNonRoot|readOnlyRootFilesystem)$/, opens: off },
  {
    at: /\.runAsUser$/,
    opens: to(
      (user) => user === 0,
      () => 'runs as root',
    ),
  },
  { at: /\.capabilities\.add/, opens: more((values) => `capabilities ${values}`) },
  {
    at: /\.capabilities\.drop/,
    opens: to(
      () => true,
      (values) => `drops ${values} only`,
    ),
  },
  {
    at: /\.volumes(\.|$)/,
    opens: (difference, path) =>
      `${path} ${JSON.stringify(difference.after)}`.includes('hostPath') ? 'reads the disk of its node' : undefined,
  },
];

export function kubernetesDoors({ thing: { kind }, verb, after, differences }: Change): string[] {
  return verb === 'added' ? newDoors(kind, specOf(after?.body)) : opened(doors, kind, differences);
}

type Spec = Readonly<Record<string, unknown>>;

const specOf = (body: unknown): Spec => (body as { spec?: Spec } | undefined)?.spec ?? {};

function newDoors(kind: string, spec: Spec): string[] {
  if (kind === 'Service') return isOutside(spec.type) ? [`a Service that is reached from outside: ${spec.type}`] : [];
  if (kind === 'NetworkPolicy' && isDenial(spec)) return [];
  return kind in ways ? [wayOf(kind)] : [];
}

const isDenial = (spec: Spec) => [spec.ingress, spec.egress].flat().every((rule) => rule === undefined);
