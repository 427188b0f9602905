import { type KubernetesObject, nameOf, namespaceOf } from '../objects';
import { type Pod, podsOf } from '../pods';

/** One object that names another. */
export interface Mention {
  /** What is named, as `nameOf` writes it. */
  readonly name: string;
  /** The field that names it. */
  readonly field: string;
  /** Keys of a Secret or ConfigMap that are asked for. */
  readonly keys?: readonly string[];
}

/** Everything that an object says must exist beside it. */
export function mentionsOf(object: KubernetesObject): Mention[] {
  const namespace = namespaceOf(object);
  const own = byKind[object.kind]?.(object, namespace) ?? [];
  return [...own, ...podsOf([object]).flatMap((pod) => ofPod(pod, namespace))];
}

const byKind: Readonly<Record<string, (object: KubernetesObject, namespace: string) => Mention[]>> = {
  Ingress: ({ spec, metadata: { annotations = {} } }, namespace) => [
    ...backends(spec).map(({ name }) => ({ name: `Service/${namespace}/${name}`, field: 'backend.service' })),
    ...issuer('ClusterIssuer', annotations['cert-manager.io/cluster-issuer'], 'cert-manager.io/cluster-issuer'),
    ...issuer(`Issuer/${namespace}`, annotations['cert-manager.io/issuer'], 'cert-manager.io/issuer'),
    ...list<{ secretName?: string }>(spec.tls).flatMap(({ secretName }) =>
      secretName ? [{ name: `Secret/${namespace}/${secretName}`, field: 'tls.secretName' }] : [],
    ),
  ],
  StatefulSet: ({ spec }, namespace) => [{ name: `Service/${namespace}/${spec.serviceName}`, field: 'serviceName' }],
  HorizontalPodAutoscaler: ({ spec: { scaleTargetRef: target } }, namespace) => [
    { name: `${target.kind}/${namespace}/${target.name}`, field: 'scaleTargetRef' },
  ],
  Certificate: ({ spec: { issuerRef } }, namespace) => [
    {
      name:
        issuerRef.kind === 'ClusterIssuer'
          ? `ClusterIssuer/${issuerRef.name}`
          : `Issuer/${namespace}/${issuerRef.name}`,
      field: 'issuerRef',
    },
  ],
  RoleBinding: bindingMentions,
  ClusterRoleBinding: bindingMentions,
};

function bindingMentions({ roleRef, subjects = [] }: KubernetesObject, namespace: string): Mention[] {
  const role = roleRef.kind === 'Role' ? `Role/${namespace}/${roleRef.name}` : `ClusterRole/${roleRef.name}`;
  return [
    // Kubernetes ships the roles of this prefix.
    ...(roleRef.name.startsWith('system:') ? [] : [{ name: role, field: 'roleRef' }]),
    ...(subjects as { kind: string; name: string; namespace: string }[])
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map((subject) => ({ name: `ServiceAccount/${subject.namespace}/${subject.name}`, field: 'subjects' })),
  ];
}

function issuer(prefix: string, name: string | undefined, field: string): Mention[] {
  return name === undefined ? [] : [{ name: `${prefix}/${name}`, field }];
}

/** Services that an Ingress sends requests to. */
export function backends(spec: KubernetesObject['spec']): { name: string; port: { name?: string; number?: number } }[] {
  const paths = list<{ http?: { paths: { backend: Backend }[] } }>(spec.rules).flatMap(({ http }) => http?.paths ?? []);
  return [...paths.map(({ backend }) => backend), spec.defaultBackend].flatMap((backend) => backend?.service ?? []);
}

interface Backend {
  readonly service?: { readonly name: string; readonly port: { readonly name?: string; readonly number?: number } };
}

interface Source {
  readonly name?: string;
  readonly secretName?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
}

interface VolumeSource {
  readonly secret?: Source;
  readonly configMap?: Source;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: { readonly sources: readonly VolumeSource[] };
}

function ofPod({ owner, spec, containers }: Pod, namespace: string): Mention[] {
  const mention = (kind: string, source: Source | undefined, field: string, keys?: readonly string[]): Mention[] =>
    source && !source.optional && (source.secretName ?? source.name)
      ? [{ name: `${kind}/${namespace}/${source.secretName ?? source.name}`, field, ...(keys && { keys }) }]
      : [];
  const keysOf = ({ items }: Source = {}) => items?.map(({ key }) => key);
  const fromVolume = (field: string, volume: VolumeSource): Mention[] => [
    ...mention('Secret', volume.secret, field, keysOf(volume.secret)),
    ...mention('ConfigMap', volume.configMap, field, keysOf(volume.configMap)),
    ...mention('PersistentVolumeClaim', { name: volume.persistentVolumeClaim?.claimName ?? '' }, field),
    ...list<VolumeSource>(volume.projected?.sources).flatMap((source) => fromVolume(field, source)),
  ];
  const claims = list<{ metadata: { name: string } }>(owner.spec?.volumeClaimTemplates).map(
    ({ metadata }) => metadata.name,
  );
  const volumes = new Set([...list<{ name: string }>(spec.volumes).map(({ name }) => name), ...claims]);
  return [
    ...mention('ServiceAccount', { name: spec.serviceAccountName ?? 'default' }, 'serviceAccountName'),
    ...list<Source>(spec.imagePullSecrets).flatMap((source) => mention('Secret', source, 'imagePullSecrets')),
    ...list<VolumeSource & { name: string }>(spec.volumes).flatMap((volume) =>
      fromVolume(`volume ${volume.name}`, volume),
    ),
    ...containers.flatMap(({ env, envFrom, volumeMounts, name }) => [
      // biome-ignore lint/suspicious/noExplicitAny: one of several sources.
      ...list<any>(env).flatMap(({ name: variable, valueFrom }) => [
        ...mention('Secret', valueFrom?.secretKeyRef, `variable ${variable}`, [valueFrom?.secretKeyRef?.key]),
        ...mention('ConfigMap', valueFrom?.configMapKeyRef, `variable ${variable}`, [valueFrom?.configMapKeyRef?.key]),
      ]),
      // biome-ignore lint/suspicious/noExplicitAny: one of two sources.
      ...list<any>(envFrom).flatMap(({ secretRef, configMapRef }) => [
        ...mention('Secret', secretRef, 'envFrom'),
        ...mention('ConfigMap', configMapRef, 'envFrom'),
      ]),
      ...list<{ name: string }>(volumeMounts)
        .filter((mount) => !volumes.has(mount.name))
        .map((mount) => ({ name: `volume ${mount.name} of ${nameOf(owner)}`, field: `volumeMounts of ${name}` })),
    ]),
  ];
}

function list<Value>(value: unknown): readonly Value[] {
  return (value as readonly Value[] | undefined) ?? [];
}
