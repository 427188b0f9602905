import { type KubernetesObject, namespaceOf } from '../../model/objects';
import type { View } from '../../model/view';

/** The script of the Job that fills Secrets inside the cluster; its arguments are `name=key,key`. */
const GENERATOR = '/generate-secrets.sh';

/** Every Secret that somebody brings: generated, issued as a certificate, or by the user. The keys, where they are known. */
export function secretsProvided(view: View): ReadonlyMap<string, readonly string[] | undefined> {
  return new Map([
    ...view.output.expectations
      .filter(({ kind }) => kind === 'secret')
      .map(({ name }): [string, undefined] => [`Secret/${name}`, undefined]),
    ...certificates(view).map((name): [string, readonly string[]] => [name, ['tls.crt', 'tls.key', 'ca.crt']]),
    ...view.ofKind('Job').flatMap(generated),
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
  return args.map((arg) => {
    const [name, keys = ''] = arg.split('=');
    return [`Secret/${namespaceOf(job)}/${name}`, keys.split(',')];
  });
}
