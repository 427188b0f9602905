import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import { SystemChart } from './system-chart';

export interface Identity {
  /** Name of the object. */
  readonly name: string;
  /** Software that it belongs to. @default the object's name */
  readonly app?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata of an object in the chart's namespace. */
export function namespaced(scope: Construct, identity: Identity): ApiObjectMetadata {
  return { ...clusterScoped(identity), namespace: SystemChart.of(scope).namespaceName };
}

/** Metadata of an object without a namespace. */
export function clusterScoped({ name, app = name, labels, annotations }: Identity): ApiObjectMetadata {
  return { name, labels: { [labelKeys.name]: app, ...labels }, annotations };
}
