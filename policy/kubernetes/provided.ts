import { type KubernetesObject, namespaceOf } from '../../model/objects';
import type { View } from '../../model/view';

/** The script of the Job that fills Secrets inside the cluster; its arguments are `name[@namespace...]=key,key`. */
const GENERATOR = '/generate-secrets.sh';

/** The script of the Job that makes certificates inside the cluster; it reads `namespace name use ...`, a line for each. */
const AUTHORITY = '/store-certificates.sh';

const CERTIFICATE = ['tls.crt', 'tls.key', 'ca.crt'];

/** Every Secret that somebody brings: generated, issued as a certificate, or by the user. The keys, where they are known. */
export function secretsProvided(view: View): ReadonlyMap<string, readonly string[] | undefined> {
  return new Map([
    ...view.output.expectations
      .filter(({ kind }) => kind === 'secret')
      .map(({ name }): [string, undefined] => [`Secret/${name}`, undefined]),
    ...certificates(view).map((name): [string, readonly string[]] => [name, CERTIFICATE]),
    ...view.ofKind('Job').flatMap(generated),
    ...view.ofKind('Job').flatMap((job) => certified(job, view)),
  ]);
}

/** Secrets that cert-manager fills: of Certificates, and of Ingresses whose annotation asks for one. */
function certificates(view: View): string[] {
  const asked = view
    .ofKind('Ingress')
    .filter(({ metadata }) => metadata.annotations?.['cert-manager.io/cluster-issuer'])
    .flatMap((ingress) =>
      (ingress.spec.tls ?? []).map(({ secretName }) => `Secret/${namespaceOf(ingress)}/${secretName}`),
    );
  const objects = view.ofKind('Certificate');
  return [...asked, ...objects.map((object) => `Secret/${namespaceOf(object)}/${object.spec.secretName}`)];
}

function generated(job: KubernetesObject): [string, readonly string[]][] {
  const [{ command = [], args = [] }] = job.spec.template.spec.containers as [{ command?: string[]; args?: string[] }];
  if (!command.at(-1)?.endsWith(GENERATOR)) return [];
  return args.flatMap((arg) => {
    const [target = '', keys = ''] = arg.split('=');
    const [name, ...copies] = target.split('@');
    return [namespaceOf(job), ...copies].map((namespace): [string, string[]] => [
      `Secret/${namespace}/${name}`,
      keys.split(','),
    ]);
  });
}

function certified(job: KubernetesObject, view: View): [string, readonly string[]][] {
  const { containers, volumes = [] } = job.spec.template.spec as {
    containers: readonly { command?: readonly string[] }[];
    volumes?: readonly { configMap?: { name: string } }[];
  };
  if (!containers[0]?.command?.at(-1)?.endsWith(AUTHORITY)) return [];
  const lines = volumes.flatMap(({ configMap }) => {
    const data = configMap && view.get(`ConfigMap/${namespaceOf(job)}/${configMap.name}`)?.data;
    return String(data?.certificates ?? '').split('\n');
  });
  return lines
    .map((line) => line.split(' '))
    .filter(([, name]) => name !== undefined)
    .map(([namespace, name, use]) => [`Secret/${namespace}/${name}`, use === 'trust' ? ['ca.crt'] : CERTIFICATE]);
}
