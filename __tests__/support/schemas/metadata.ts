import type { KubernetesObject } from '../../../model/objects';

/** What Kubernetes asks of names and labels, which no schema says; https://kubernetes.io/docs/concepts/overview/working-with-objects/ */
export function metadataProblems({ metadata }: Pick<KubernetesObject, 'metadata'>): string[] {
  const { name, namespace } = metadata;
  const labels = Object.entries(metadata.labels ?? {});
  const keys = [...labels.map(([key]) => key), ...Object.keys(metadata.annotations ?? {})];
  return [
    ...(SUBDOMAIN.test(name) && name.length <= 253 ? [] : [`data/metadata/name is no DNS name: ${name}`]),
    ...(namespace === undefined || LABEL.test(namespace)
      ? []
      : [`data/metadata/namespace is no DNS label: ${namespace}`]),
    ...keys.filter((key) => !KEY.test(key)).map((key) => `data/metadata has an invalid key: ${key}`),
    ...labels
      .filter(([, value]) => !VALUE.test(value))
      .map(([key, value]) => `data/metadata/labels/${key} is no label value: ${value}`),
  ];
}

// Roles and their bindings may be called otherwise (`system:auth-delegator`), but none of ours are.
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const KEY = /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
