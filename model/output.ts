import type { Residency } from '../config/system';
import type { TerraformJson } from './blocks';
import type { Expectation } from './expectations';
import type { KubernetesObject } from './objects';

/** What is looked at together: the objects of one environment, and Terraform and other files of all of them. */
export interface Output {
  readonly objects: readonly KubernetesObject[];
  /** Environment that the objects are of. */
  readonly environment: string;
  /** Terraform JSON by stack; of every environment, whose name the stack carries. */
  readonly stacks: Readonly<Record<string, TerraformJson>>;
  /** Text of the files that are neither, by path, e.g. `sys-production/compose.yml`. */
  readonly files: Readonly<Record<string, string>>;
  /** What the output needs and users provide, e.g. images that they build. */
  readonly expectations: readonly Expectation[];
  /** Where the data of a system must be, by system. @default none of them demands anything */
  readonly residency?: Readonly<Record<string, Residency>> | undefined;
}
