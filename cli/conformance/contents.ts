import { type KubernetesObject, nameOf } from '../../model/objects';
import { podsOf } from '../../model/pods';

/** What objects carry in languages of their own: the API server takes all of it for text. */
export interface Content {
  /** e.g. `ConfigMap/vault/vault` */
  readonly object: string;
  /** Name of the file, or where in the pod the text stands. */
  readonly name: string;
  readonly text: string;
}

/** The files in ConfigMaps, and the Helm values in K3s's chart configurations. */
export function filesIn(objects: readonly KubernetesObject[]): Content[] {
  return objects.flatMap((object) => {
    const values = object.kind === 'HelmChartConfig' && { 'values.yaml': object.spec.valuesContent };
    const data: Record<string, string> = (object.kind === 'ConfigMap' && object.data) || values || {};
    return Object.entries(data)
      .filter(([name]) => name.includes('.'))
      .map(([name, text]) => ({ object: nameOf(object), name, text }));
  });
}

/** Scripts that stand in commands: `sh -c '...'`, in containers, probes and hooks. */
export function inlineScripts(objects: readonly KubernetesObject[]): Content[] {
  return podsOf(objects).flatMap(({ owner, containers }) =>
    containers.flatMap((container) =>
      commands(container).flatMap(([where, command]) => {
        const text = scriptOf(command);
        return text === undefined ? [] : [{ object: nameOf(owner), name: `${container.name} ${where}`, text }];
      }),
    ),
  );
}

/** The script of `sh -ec SCRIPT`, whatever the shell and its options are. */
function scriptOf([program = '', ...args]: readonly string[]): string | undefined {
  if (!/(^|\/)(ba|da|a)?sh$/.test(program)) return undefined;
  const flag = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
  return flag < 0 ? undefined : args[flag + 1];
}

/** Every command below a container, with its place. */
function commands(node: object, path = ''): [string, readonly string[]][] {
  const { command, args = [] } = node as { command?: unknown; args?: readonly string[] };
  const own: [string, readonly string[]][] = Array.isArray(command) ? [[`${path}command`, [...command, ...args]]] : [];
  const below = Object.entries(node).filter(([, value]) => typeof value === 'object' && value !== null);
  return [...own, ...below.flatMap(([key, value]) => commands(value, `${path}${key}.`))];
}

export interface Query {
  /** e.g. `ConfigMap/monitoring/prometheus alerts.yaml VaultSealed` */
  readonly where: string;
  readonly expr: string;
}

/** The expressions of rules, from parsed rule files, and of dashboards, from their JSON. */
export function queriesIn(node: unknown, where: string): Query[] {
  if (typeof node !== 'object' || node === null) return [];
  const { expr, alert, record, title, type, query } = node as Record<string, unknown>;
  const label = [alert, record, title].find((name) => typeof name === 'string');
  const here = label === undefined ? where : `${where} ${label}`;
  const own = typeof expr === 'string' ? [expr] : [];
  const variable = type === 'query' ? selectorOf(query) : [];
  return [
    ...[...own, ...variable].map((text) => ({ where: here, expr: withoutVariables(text) })),
    ...Object.values(node).flatMap((value) => queriesIn(value, here)),
  ];
}

/** What a variable of a dashboard asks for: `label_values(SELECTOR, label)`. */
function selectorOf(query: unknown): string[] {
  const text = typeof query === 'string' ? query : (query as { query?: unknown } | undefined)?.query;
  const [, selector] = /^label_values\((.+),\s*\w+\)$/.exec(typeof text === 'string' ? text : '') ?? [];
  return selector === undefined ? [] : [selector];
}

/** Grafana fills in intervals before Prometheus sees the query. */
function withoutVariables(expr: string): string {
  return expr.replace(/\$(__\w+|\{__\w+\})/g, '5m');
}
