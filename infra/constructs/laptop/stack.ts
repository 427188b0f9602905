import type { App } from 'cdktf';
import { kubeconfig } from '../../../config/laptop/facts';
import type { ClusterConfig } from '../../../config/laptop/values';
import type { Target } from '../../../config/system';
import { SystemStack } from '../stack';
import { addCluster } from './cluster';
import type { LaptopProps } from './props';
import { addRollout } from './rollout';
import { settingOf } from './setting';
import { addSystem } from './system';

/**
 * A system in a cluster on this machine, step by step: the cluster, where there is none yet, and the system beside others
 * that may be there. Terraform keeps the order, and by their triggers it knows which steps a change touches; each step is
 * a script that can be run any number of times.
 */
export class LaptopStack extends SystemStack {
  constructor(app: App, target: Target<{ readonly cluster: ClusterConfig }>, props: LaptopProps) {
    super(app, target, {});
    const { cluster } = target.config;
    const setting = settingOf(this, target.system.name, cluster, props);
    const ready = addCluster(this, setting);
    addRollout(this, setting, addSystem(this, setting, ready));
    this.publish('urls', 'Where the system answers.', Object.values(props.urls));
    this.publish('kubeconfig', 'For kubectl --kubeconfig, below the root of the repository.', kubeconfig(cluster));
  }
}
