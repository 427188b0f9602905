import { z } from 'zod';
import * as check from './checks';
import { type Patch, patches } from './patches';
import { type Image, images } from './versions';
import { type Waiver, waivers } from './waiver';
import { anyWorkload, metadataKey, objectName, type WorkloadSettings } from './workloads';

const ingress = z.strictObject({
  hosts: z
    .array(check.hostOrWildcard)
    .max(50)
    .optional()
    .describe('Names at which it answers beside its own, e.g. www.example.com or *.example.com.'),
  tlsSecret: objectName
    .optional()
    .describe('A Secret of yours of the type kubernetes.io/tls; nobody is then asked to sign a certificate.'),
  annotations: z
    .record(metadataKey, z.string())
    .optional()
    .describe('Of the Ingress, e.g. for a controller of your own.'),
});

export type IngressSettings = z.infer<typeof ingress>;

/** What may be set in every environment that has charts, whatever the system; all of it may be left out. */
const ofCharts = {
  ingresses: z.record(objectName, ingress).optional().describe('What is set of single Ingresses, by name.'),
  imageRegistry: z
    .string()
    .regex(/^[a-z0-9.-]+(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/, {
      error: 'a registry, with a path if it needs one',
      abort: true,
    })
    .refine((name) => check.hasRegistry(`${name}/image`), 'a registry, e.g. registry.internal:5000/mirror')
    .optional()
    .describe(
      'A mirror: takes the place of docker.io, quay.io and the like in the name of every image that is not built by you.',
    ),
  imagePullSecrets: z
    .array(objectName)
    .max(5)
    .optional()
    .describe(
      'Secrets of the type kubernetes.io/dockerconfigjson, in each namespace of the system, by which images are pulled.',
    ),
  storageClass: objectName.optional().describe("StorageClass of new volumes. Left out: the cluster's default."),
};

/** What may be set in every environment there is. */
const ofAll = { patches, waivers };

/** Where a system does not say what its workloads are. */
const anyWorkloads = {
  workloads: z.record(objectName, anyWorkload).optional().describe('What is set of single workloads, by name.'),
};

export interface Settings {
  readonly patches?: readonly Patch[] | undefined;
  readonly waivers?: readonly Waiver[] | undefined;
  readonly workloads?: Readonly<Record<string, WorkloadSettings | undefined>> | undefined;
  readonly ingresses?: Readonly<Record<string, IngressSettings>> | undefined;
  readonly imageRegistry?: string | undefined;
  readonly imagePullSecrets?: readonly string[] | undefined;
  readonly storageClass?: string | undefined;
}

/** The type of a record together with what may be set in any. */
export function withSettings<Schema extends z.ZodType>(schema: Schema, halves: readonly string[]): Schema {
  if (!(schema instanceof z.ZodObject)) return schema;
  if (!halves.includes('kubernetes')) return schema.extend(ofAll) as unknown as Schema;
  const { workloads = anyWorkloads.workloads } = schema.shape as { workloads?: z.ZodType };
  return schema.extend({ ...ofCharts, workloads, ...ofAll }) as unknown as Schema;
}

/** What is set in an environment, of that which may be set in any. */
export function settingsIn(config: object): Settings {
  return config as Settings;
}

const catalogue: ReadonlySet<object> = new Set(Object.values(images));

/** Whether an image is one of ours to choose: of the catalogue, and not built by the user. */
export function isOfCatalogue(image: Image): boolean {
  return catalogue.has(image);
}

/** The image where a mirror has it: in the place of the registry's host, under the same path. */
export function mirrored(image: Image, registry: string | undefined): Image {
  if (registry === undefined || !isOfCatalogue(image)) return image;
  return { ...image, repository: `${registry}/${image.repository.split('/').slice(1).join('/')}` };
}
