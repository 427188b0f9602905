import type { App } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type IngressSettings, isOfCatalogue, mirrored, type Settings, settingsIn } from '../../config/settings';
import { InputError, type Target } from '../../config/system';
import { suggest } from '../../config/validate';
import { type Image, imageOf, reference } from '../../config/versions';
import { mebibytes, type WorkloadSettings } from '../../config/workloads';
import type { ContainerProps, Resources } from './container';
import type { PodProps } from './pod';
import { SystemChart } from './system-chart';

/**
 * What users set of workloads is applied here and nowhere else: charts and components say what holds when nothing is
 * set, and hear nothing of it.
 */

const KEY = 'terrachart.internal/settings';

interface Context {
  /** What the settings are of, e.g. `shop.local`. */
  readonly of: string;
  readonly settings: Settings;
  /** Names of the workloads and Ingresses that were made. */
  readonly made: { readonly workloads: Set<string>; readonly ingresses: Set<string> };
}

const nobody = () => ({ workloads: new Set<string>(), ingresses: new Set<string>() });

const nothing: Context = { of: '', settings: {}, made: nobody() };

function contextOf(scope: Construct): Context {
  return (scope.node.tryGetContext(KEY) as Context | undefined) ?? nothing;
}

/** Lets what is made in an app know what is set. */
export function provideSettings(app: App, { system, environment, config }: Target): void {
  const context: Context = { of: `${system.name}.${environment}`, settings: settingsIn(config), made: nobody() };
  app.node.setContext(KEY, context);
}

/** @throws InputError if something is set of a workload or an Ingress that was not made */
export function refuseUnknownNames(app: App): void {
  const { of, settings, made } = contextOf(app);
  const problems = (['workloads', 'ingresses'] as const).flatMap((kind) =>
    Object.keys(settings[kind] ?? {})
      .filter((name) => !made[kind].has(name))
      .map((name) => ({
        path: `${of}.${kind}.${name}`,
        message: `there is none of that name${suggest(name, [...made[kind]])}`,
      })),
  );
  if (problems.length > 0) throw new InputError('Nothing to be set:', problems);
}

/** What is set of the workload that a construct makes. */
export function settingsOf(scope: Construct, name: string): WorkloadSettings {
  const { settings, made } = contextOf(scope);
  made.workloads.add(name);
  return settings.workloads?.[name] ?? {};
}

/** What is set of an Ingress. */
export function ingressSettingsOf(scope: Construct, name: string): IngressSettings {
  const { settings, made } = contextOf(scope);
  made.ingresses.add(name);
  return settings.ingresses?.[name] ?? {};
}

/** StorageClass of the volumes of a workload; undefined for the cluster's own. */
export function storageClassOf(scope: Construct, name: string): string | undefined {
  const { workloads, storageClass } = contextOf(scope).settings;
  return workloads?.[name]?.storageClass ?? storageClass;
}

type Key = keyof WorkloadSettings;

/** What only some kinds of workloads take. */
const special: readonly Key[] = ['replicas', 'autoscaling', 'storageClass'];

/** The pod of a workload as it is set.
 * @param takes what its kind takes beside what every kind does
 * @throws InputError for what cannot be set of it
 */
export function asSet<Props extends PodProps>(
  scope: Construct,
  name: string,
  props: Props,
  takes: readonly Key[],
): Props {
  const set = settingsOf(scope, name);
  const refuse = (key: Key, message: string) => {
    throw new InputError('Not to be set:', [{ path: `${contextOf(scope).of}.workloads.${name}.${key}`, message }]);
  };
  for (const key of special)
    if (set[key] !== undefined && !takes.includes(key)) refuse(key, `${name} is no workload that has ${key}`);
  // What the user builds is named where its facts are; a digest or another tag is written there.
  if (set.image && !isOfCatalogue(props.image) && !reference(props.image).endsWith(set.image))
    refuse('image', `${name} runs ${reference(props.image)}, which another key of its system names`);
  const resources = { ...props.resources, ...set.resources };
  const most = set.resources?.memoryLimit;
  if (most && mebibytes(most) < mebibytes(resources.memory))
    refuse('resources', `memoryLimit ${most} - expected at least the memory, ${resources.memory}`);
  expectObjects(scope, name, set);
  return {
    ...withImages(scope, props, set.image),
    ...additions(props, set),
    ...(set.resources && limited(resources, set)),
  };
}

/** Without a limit of its own, more memory raises the limit with it. */
function limited(resources: Resources, { resources: set }: WorkloadSettings): { resources: Resources } {
  const { memory, memoryLimit = memory } = resources;
  const enough = set?.memoryLimit !== undefined || mebibytes(memory) <= mebibytes(memoryLimit);
  return { resources: { ...resources, memoryLimit: enough ? memoryLimit : memory } };
}

function additions(
  { env, envFrom, nodeSelector, tolerations, podLabels, podAnnotations }: PodProps,
  set: WorkloadSettings,
) {
  const { priorityClass } = set;
  return {
    ...(set.env && { env: { ...env, ...set.env } }),
    ...(set.envFrom && { envFrom: [...(envFrom ?? []), ...set.envFrom.map(source)] }),
    ...(set.nodeSelector && { nodeSelector: { ...nodeSelector, ...set.nodeSelector } }),
    ...(set.tolerations && { tolerations: [...(tolerations ?? []), ...set.tolerations] }),
    ...(set.labels && { podLabels: { ...podLabels, ...set.labels } }),
    ...(set.annotations && { podAnnotations: { ...podAnnotations, ...set.annotations } }),
    ...(priorityClass && { priorityClass }),
  };
}

function source({ secret, configMap, prefix }: NonNullable<WorkloadSettings['envFrom']>[number]): k8s.EnvFromSource {
  return {
    prefix,
    secretRef: secret === undefined ? undefined : { name: secret },
    configMapRef: configMap === undefined ? undefined : { name: configMap },
  };
}

/** What the settings name and nobody here makes. */
function expectObjects(scope: Construct, name: string, { envFrom = [] }: WorkloadSettings): void {
  const chart = SystemChart.of(scope);
  const { namespaceName: namespace } = chart;
  for (const secret of contextOf(scope).settings.imagePullSecrets ?? [])
    chart.expect({
      kind: 'secret',
      name: `${namespace}/${secret}`,
      from: `kubectl create secret docker-registry ${secret} --namespace ${namespace} --docker-server=HOST --docker-username=USER --docker-password="$PASSWORD"`,
    });
  const from = `there already: ${name} is set to take variables from it`;
  for (const { secret, configMap } of envFrom) {
    if (secret) chart.expect({ kind: 'secret', name: `${namespace}/${secret}`, from });
    if (configMap) chart.expect({ kind: 'cluster', name: `ConfigMap/${namespace}/${configMap}`, from });
  }
}

/** Every container that runs the workload's own image runs the one that is set; all come from the mirror. */
function withImages<Props extends PodProps>(scope: Construct, props: Props, text: string | undefined): Props {
  const { imageRegistry, imagePullSecrets } = contextOf(scope).settings;
  const own = text === undefined ? undefined : imageOf(text, '');
  const choose = (image: Image) => {
    const chosen = own && image === props.image && isOfCatalogue(image) ? own : mirrored(image, imageRegistry);
    const from = chosen === own ? `there already, in place of ${reference(image)}` : `a copy of ${reference(image)}`;
    if (chosen !== image) SystemChart.of(scope).expect({ kind: 'image', name: reference(chosen), from });
    return chosen;
  };
  const each = (containers: Readonly<Record<string, ContainerProps>> | undefined) =>
    containers &&
    Object.fromEntries(Object.entries(containers).map(([id, made]) => [id, { ...made, image: choose(made.image) }]));
  return {
    ...props,
    image: choose(props.image),
    setup: each(props.setup),
    sidecars: each(props.sidecars),
    ...(imagePullSecrets && { imagePullSecrets }),
  };
}
