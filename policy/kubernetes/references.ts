import { mentionsOf } from '../../model/edges/mentions';
import { type KubernetesObject, nameOf, namespaceOf } from '../../model/objects';
import { bundledTraefik } from '../../model/software';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { secretsProvided } from './provided';

const references: Rule = {
  id: 'references',
  protects: 'No pod waits for ever for something that nobody creates.',
  mend: 'Create what is named, take it from randomSecrets, or declare it with chart.expect().',
  link: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
  check: (view) => {
    const secrets = secretsProvided(view);
    const brought = new Set(view.output.expectations.filter(({ kind }) => kind === 'cluster').map(({ name }) => name));
    return view.objects.flatMap((object) =>
      mentionsOf(object).flatMap(({ name, field, keys = [] }): Violation[] => {
        const found = view.get(name);
        const here = nameOf(object);
        if (!found && !secrets.has(name) && !brought.has(name))
          return [{ object: here, detail: `${field} names ${name}, which nobody creates`, other: name }];
        const has = found ? keysIn(found) : secrets.get(name);
        return keys
          .filter((key) => has && !has.includes(key))
          .map((key) => ({ object: here, detail: `${field} wants the key ${key}, which ${name} lacks`, other: name }));
      }),
    );
  },
};

function keysIn({ kind, data = {}, binaryData = {} }: KubernetesObject): string[] | undefined {
  return kind === 'ConfigMap' ? [...Object.keys(data), ...Object.keys(binaryData)] : undefined;
}

const middlewares = 'traefik.ingress.kubernetes.io/router.middlewares';

/** Traefik drops a router whose middleware it does not find, and with it the access list that the middleware is. */
const ingressMiddlewares: Rule = {
  id: 'ingress-middlewares',
  protects: 'An Ingress is not published without the access list, or not at all, because of a typing error.',
  mend: `Name the Middleware as <namespace>-<name>@kubernetescrd in ${middlewares}.`,
  link: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/',
  check: (view) => {
    const known = view.ofKind('Middleware').map((object) => `${namespaceOf(object)}-${object.metadata.name}`);
    return view.ofKind('Ingress').flatMap((ingress) =>
      (ingress.metadata.annotations?.[middlewares]?.split(',') ?? [])
        .map((name) => name.trim())
        .filter((name) => name.endsWith('@kubernetescrd') && !known.includes(name.replace(/@.*/, '')))
        .map((name) => ({ object: nameOf(ingress), detail: `names the middleware ${name}, which nobody creates` })),
    );
  },
};

interface IngressSpec {
  readonly rules?: readonly { readonly host?: string }[];
  readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
}

const ingressTls: Rule = {
  id: 'ingress-tls',
  protects: 'Browsers reach every host over HTTPS, with a certificate for its name.',
  mend: 'Leave tls on in exposeViaIngress(), and give it a tlsSecret whose certificate names the host.',
  link: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#tls',
  check: (view) => view.ofKind('Ingress').flatMap((ingress) => tlsProblems(ingress, view)),
};

function tlsProblems(ingress: KubernetesObject, view: View): Violation[] {
  const { rules = [], tls = [] } = ingress.spec as IngressSpec;
  const object = nameOf(ingress);
  const hosts = rules.flatMap(({ host }) => host ?? []);
  if (tls.length === 0 && trustsProxy(view)) return [];
  if (tls.length === 0)
    return hosts
      .filter((host) => !host.endsWith('.localhost'))
      .map((host) => ({ object, detail: `serves ${host} without TLS of its own`, severity: 'warning' }));
  return hosts.flatMap((host): Violation[] => {
    const entry = tls.find((candidate) => candidate.hosts?.some((name) => covers(name, host)));
    if (!entry) return [{ object, detail: `serves ${host}, which no entry of tls names` }];
    const secret = `${namespaceOf(ingress)}/${entry.secretName}`;
    const certificate = view
      .ofKind('Certificate', namespaceOf(ingress))
      .find(({ spec }) => spec.secretName === entry.secretName);
    const names = certificate?.spec.dnsNames as string[] | undefined;
    return names && !names.some((name) => covers(name, host))
      ? [
          {
            object,
            detail: `serves ${host}, which the certificate in ${secret} does not name`,
            other: `Secret/${secret}`,
          },
        ]
      : [];
  });
}

/** Behind a load balancer whose headers are trusted, TLS has ended: it is the one to have a certificate. */
function trustsProxy(view: View): boolean {
  return Object.values(bundledTraefik(view)?.values.ports ?? {}).some(
    (port) => port.forwardedHeaders?.trustedIPs?.length,
  );
}

/** Whether a name on a certificate, perhaps with a wildcard for one label, stands for a host. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1));
}

export const referenceRules: readonly Rule[] = [references, ingressMiddlewares, ingressTls];
