import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import { labelKeys, MANAGED_BY } from '../../../config/labels';
import { kubeconfig, settings } from '../../../config/laptop/facts';
import type { ClusterConfig } from '../../../config/laptop/values';
import { idOf } from '../ids';
import { folderChecksum } from '../local/files';
import type { LaptopProps } from './props';

export type Variables = Readonly<Record<string, string>>;

/** What every script is told. */
interface Common extends Variables {
  readonly SYSTEM: string;
  readonly SELECTOR: string;
  readonly MANAGED: string;
  readonly CLUSTER: string;
  readonly SETTINGS: string;
  readonly CONTEXT: string;
  readonly OWN_KUBECONFIG: string;
}

/** What all steps of a stack go by. */
export interface Setting {
  readonly props: LaptopProps;
  readonly cluster: ClusterConfig;
  readonly common: Common;
  /** Applied before everything else, so that what comes finds its namespace guarded. */
  readonly namespacesFile: string;
  /** All charts of the system, as a pattern. */
  readonly charts: string;
  readonly chartsChecksum: string;
  /** Of the sources, by app. */
  readonly appChecksums: Variables;
}

export function settingOf(scope: Construct, system: string, cluster: ClusterConfig, props: LaptopProps): Setting {
  const namespaces = `00-${system}-namespaces`;
  const sources = Object.entries(props.apps).map(([id, { folder }]) => [
    id,
    local(scope, `${idOf(id)}_checksum`, folderChecksum(folder, '**')),
  ]);
  return {
    props,
    cluster,
    common: {
      SYSTEM: system,
      SELECTOR: `${labelKeys.partOf}=${system}`,
      MANAGED: `${labelKeys.managedBy}=${MANAGED_BY}`,
      CLUSTER: cluster.name,
      SETTINGS: settings(cluster),
      CONTEXT: cluster.existing?.context ?? '',
      OWN_KUBECONFIG: kubeconfig(cluster),
    },
    namespacesFile: `dist/${namespaces}.k8s.yaml`,
    charts: `dist/${system}-*.k8s.yaml`,
    appChecksums: Object.fromEntries(sources),
    chartsChecksum: local(scope, 'charts_checksum', folderChecksum('dist', `{${namespaces},${system}-*}.k8s.yaml`)),
  };
}

/** A named value, so that it stands in the output once. */
function local(scope: Construct, id: string, value: string): string {
  new TerraformLocal(scope, id, value);
  return `\${local.${id}}`;
}
