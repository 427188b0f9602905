import { labelKeys } from '../config/labels';
import { type KubernetesObject, nameOf, namespaceOf } from '../model/objects';
import { bundledTraefik } from '../model/software';
import type { View } from '../model/view';
import { secondsIn } from './duration';

/** A Traefik that the output sets: by flags in its pod, or, where K3s brings it along, by values of its Helm chart. */
export interface Traefik {
  readonly object: string;
  /** Value of `app.kubernetes.io/part-of`. */
  readonly system: string | undefined;
  /** Class of the Ingresses that it serves. */
  readonly className: string;
  /** Its entry points that lead from outside of the cluster to apps, not just to HTTPS. */
  readonly entryPoints: readonly string[];
  /** Those of them that do not speak TLS. */
  readonly plain: readonly string[];
  /** How long it keeps an idle connection to an app. */
  readonly idleSeconds: number;
  /** Value of a setting of an entry point in seconds; 0 stands for no limit. */
  readonly timeout: (entryPoint: string, name: 'readTimeout' | 'idleTimeout') => number;
  /** Ranges whose forwarded headers an entry point believes; `*` stands for everybody. */
  readonly believes: (entryPoint: string) => readonly string[];
}

/** https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/#respondingtimeouts */
const defaults = { readTimeout: 60, idleTimeout: 180, idleConnTimeout: 90 } as const;

/** Where nobody sets it. */
export const UNSET_IDLE_SECONDS = defaults.idleConnTimeout;

export function traefiks(view: View): Traefik[] {
  const bundled = inValues(view);
  return [...inPods(view), ...(bundled ? [bundled] : [])];
}

/** Flags are read in any case. */
type Flags = ReadonlyMap<string, string>;

function flagsOf(args: readonly string[] = []): Flags {
  return new Map(
    args.flatMap((arg): [string, string][] => {
      const [, name = '', value = ''] = /^--([^=]+)=(.*)$/.exec(arg) ?? [];
      return name ? [[name.toLowerCase(), value]] : [];
    }),
  );
}

function traefik(object: KubernetesObject, className: string, entryPoints: readonly string[], flags: Flags): Traefik {
  const seconds = (flag: string, unset: number) => secondsIn(flags.get(flag.toLowerCase())) ?? unset;
  const open = entryPoints.filter((name) => !flags.has(`entrypoints.${name}.http.redirections.entrypoint.to`));
  return {
    object: nameOf(object),
    system: object.metadata.labels?.[labelKeys.partOf],
    className,
    entryPoints: open,
    plain: open.filter((name) => flags.get(`entrypoints.${name}.http.tls`.toLowerCase()) !== 'true'),
    // 0 stands for no limit.
    idleSeconds:
      seconds('serversTransport.forwardingTimeouts.idleConnTimeout', defaults.idleConnTimeout) ||
      Number.POSITIVE_INFINITY,
    timeout: (entryPoint, name) =>
      seconds(`entryPoints.${entryPoint}.transport.respondingTimeouts.${name}`, defaults[name]),
    believes: (entryPoint) => {
      const headers = `entrypoints.${entryPoint}.forwardedheaders`.toLowerCase();
      const ranges = flags.get(`${headers}.trustedips`)?.split(',') ?? [];
      return flags.get(`${headers}.insecure`) === 'true' ? ['*'] : ranges;
    },
  };
}

/** Entry points are named like the ports of the container, of which a Service publishes some. */
function inPods(view: View): Traefik[] {
  return view.pods.flatMap(({ owner, spec, labels }) => {
    const flags = flagsOf(spec.containers[0]?.args);
    const className = flags.get('providers.kubernetesingress.ingressclass');
    if (className === undefined) return [];
    const published = view
      .ofKind('Service', namespaceOf(owner))
      .filter(({ spec: { type, selector = {} } }) => type === 'LoadBalancer' && matches(labels, selector))
      .flatMap(({ spec: { ports = [] } }) => ports);
    return [
      traefik(
        owner,
        className,
        published.map(({ targetPort }) => String(targetPort)),
        flags,
      ),
    ];
  });
}

function matches(labels: Readonly<Record<string, string>>, selector: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

interface Values {
  readonly additionalArguments?: readonly string[];
  readonly ports?: Readonly<Record<string, { readonly hostPort?: number }>>;
}

/** The chart makes a flag of each value below a port's `transport` and `forwardedHeaders`. */
function inValues(view: View): Traefik | undefined {
  const found = bundledTraefik(view);
  const object = found && view.get(found.object);
  if (!object) return undefined;
  const { additionalArguments, ports = {} } = found.values as Values;
  const flags = new Map(flagsOf(additionalArguments));
  for (const [name, port] of Object.entries(ports)) {
    for (const [path, value] of leaves(port)) flags.set(`entrypoints.${name}.${path}`.toLowerCase(), value);
  }
  const published = Object.entries(ports).flatMap(([name, { hostPort }]) => (hostPort === undefined ? [] : [name]));
  return traefik(object, 'traefik', published, flags);
}

/** Every value in an object by its path, lists as one value with commas. */
function leaves(node: object): [path: string, value: string][] {
  return Object.entries(node).flatMap(([key, value]): [string, string][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? leaves(value).map(([path, text]) => [`${key}.${path}`, text])
      : [[key, String(value)]],
  );
}
