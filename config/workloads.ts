import { z } from 'zod';
import * as check from './checks';
import { labelKeys } from './labels';
import { isSecretVariable } from './secret-names';

/**
 * What everybody may set of a workload, in the same words for each of every system, below
 * `<system>.<environment>.workloads.<name>`. What a chart says of its pods holds where nothing is set.
 */

/** A name that Kubernetes takes for most objects; https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export const objectName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, 'the name of an object: lower-case letters, digits, - and .');

const cpu = z
  .string()
  .regex(/^([1-9][0-9]{0,5}m|[1-9][0-9]{0,2}(\.[0-9]{1,3})?|0\.[0-9]{0,2}[1-9])$/, 'an amount of CPU, e.g. 250m or 2');

const memory = z.string().regex(/^[1-9][0-9]{0,5}(Mi|Gi)$/, 'an amount of memory, e.g. 256Mi or 2Gi');

/** In MiB. */
export function mebibytes(amount: string): number {
  return Number.parseInt(amount, 10) * (amount.endsWith('Gi') ? 1024 : 1);
}

const resources = z
  .strictObject({
    cpu: cpu.optional().describe('What is requested; there is no limit of CPU.'),
    memory: memory.optional().describe('What is requested.'),
    memoryLimit: memory.optional().describe('Above it the container is killed. At least the memory.'),
  })
  .refine(({ memory: least, memoryLimit: most }) => !least || !most || mebibytes(least) <= mebibytes(most), {
    error: 'at least the memory that is requested',
    path: ['memoryLimit'],
  });

/** A label's or annotation's key; https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const metadataKey = z
  .string()
  .regex(
    /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    'a key as Kubernetes takes it, e.g. example.com/team',
  );

const ownKeys: readonly string[] = Object.values(labelKeys);

const labelKey = metadataKey.refine(
  (key) => !ownKeys.includes(key),
  'a label of your own: by those of app.kubernetes.io objects find each other',
);

const labelValue = z
  .string()
  .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/, 'a value of at most 63 letters, digits, -, _ and .');

const toleration = z.strictObject({
  key: metadataKey.optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: labelValue.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
  tolerationSeconds: z.int().min(0).max(86400).optional(),
});

const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and _, not beginning with a digit');

const env = z
  .record(
    variable.refine(
      (name) => !isSecretVariable(name),
      'a variable that is no secret: keep the value in a Secret and name that in envFrom',
    ),
    z.string(),
  )
  .describe("Variables of the container, beside the chart's own or instead of them. No secrets: see envFrom.");

const source = z
  .strictObject({
    secret: objectName.optional().describe('Name of a Secret.'),
    configMap: objectName.optional().describe('Name of a ConfigMap.'),
    prefix: variable.optional().describe('Begins the name of each of its variables.'),
  })
  .refine(({ secret, configMap }) => (secret === undefined) !== (configMap === undefined), 'a secret or a configMap');

const autoscaling = z
  .strictObject({
    min: z.int().min(1).max(100).describe('Pods that always run.'),
    max: z.int().min(1).max(100).describe('Pods at the height of the load.'),
    cpuPercent: z.int().min(10).max(95).describe('Average CPU, in percent of what pods request, that is scaled to.'),
  })
  .refine(({ min, max }) => min <= max, { error: 'at most max', path: ['min'] });

const fields = {
  image: check.imageWithRegistry
    .optional()
    .describe('Another image or version of the same software, `registry/name:tag[@digest]`.'),
  resources: resources.optional().describe('Of the main container; what is left out stays.'),
  env: env.optional(),
  envFrom: z
    .array(source)
    .max(20)
    .optional()
    .describe('Existing Secrets and ConfigMaps, in the namespace of the pods, whose keys become variables.'),
  nodeSelector: z.record(metadataKey, labelValue).optional().describe('Labels that the node must have.'),
  tolerations: z.array(toleration).max(20).optional().describe('Taints of nodes that do not matter to it.'),
  priorityClass: objectName.optional().describe('Name of a PriorityClass that is there.'),
  labels: z.record(labelKey, labelValue).optional().describe('Of the pods.'),
  annotations: z.record(metadataKey, z.string()).optional().describe('Of the pods.'),
};

const number = {
  replicas: z.int().min(1).max(100).optional().describe('Pods; from two on they are spread over nodes.'),
  autoscaling: autoscaling.optional().describe('Lets load decide the number of pods, in place of `replicas`.'),
};

const kept = {
  storageClass: objectName
    .optional()
    .describe("StorageClass of new volumes. Left out: the system's, or the cluster's own."),
};

/** One pod, or one on each node, or work that ends. */
export const pods = z.strictObject(fields);

/** Any number of pods, all alike. */
export const replicated = z.strictObject({ ...fields, ...number });

/** Pods, or work, with volumes of their own. */
export const stored = z.strictObject({ ...fields, ...kept });

/** An app whose image the user builds. */
export const ownApp = replicated.extend({
  image: check.image.describe(
    "The image that you build, `[registry/]name:tag[@digest]`; without a registry it is in the environment's.",
  ),
});

/** A workload of a system that does not say what its workloads are. */
export const anyWorkload = z.strictObject({ ...fields, ...number, ...kept });

export type WorkloadSettings = z.infer<typeof anyWorkload>;

type Kinds = Readonly<Record<string, z.ZodType>>;

/**
 * What may be set of each workload of a system, by its name; all of it may be left out.
 * @param apps those whose image the user builds, which must be there
 */
export function workloads<const Apps extends Kinds, const Others extends Kinds>(apps: Apps, others: Others) {
  const optional = Object.fromEntries(Object.entries(others).map(([name, kind]) => [name, kind.optional()])) as {
    [Name in keyof Others]: z.ZodOptional<Others[Name]>;
  };
  return z.strictObject({ ...apps, ...optional }).describe('What is set of single workloads, by name.');
}
