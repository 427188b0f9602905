import { z } from 'zod';
import { label } from '../checks';

/** Value types of Google Cloud; like those of `../checks`, each message can follow "expected". */

export { gcpRegion as region, gcpZone as zone } from './regions';

export const projectId = z
  .string()
  .regex(/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/, {
    error: 'a Google Cloud project id: 6 to 30 lower-case letters, digits, hyphens',
    abort: true,
  })
  // https://cloud.google.com/resource-manager/docs/creating-managing-projects
  .regex(
    /^(?!.*(google|null|undefined|ssl))/,
    'a Google Cloud project id without google, null, undefined or ssl in it',
  );

/** Name of a GKE cluster; https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters */
export const clusterName = label.max(40, 'a name of 40 characters at most, as GKE has it');

/** A Cloud Storage bucket's name; dots would need a verified domain and are refused. */
export const bucket = z
  .string()
  .regex(/^[a-z0-9][-_a-z0-9]{1,61}[a-z0-9]$/, {
    error: 'a Cloud Storage bucket name, e.g. my-project-tfstate',
    abort: true,
  })
  // https://cloud.google.com/storage/docs/buckets#naming
  .regex(/^(?!goog)(?!.*(google|g00gle))/, "a Cloud Storage bucket name that does not look like one of Google's");
