import type { Construct } from 'constructs';
import { kubeconfig } from '../../../config/laptop/facts';
import { ScriptStep } from '../local/script-step';
import type { TerraformData } from '../local/terraform-data';
import { columns, inWords } from './props';
import { script } from './scripts';
import type { Setting } from './setting';

/** Waits until everything is there, and says where. @param before what a change of makes it look again */
export function addRollout(scope: Construct, setting: Setting, before: readonly TerraformData[]): void {
  const { common, cluster, props } = setting;
  const { urls, commands, openedByHand = [] } = props;
  const kubectl = `export KUBECONFIG=$PWD/${kubeconfig(cluster)}`;
  new ScriptStep(scope, 'rollout', {
    script: script('rollout'),
    environment: {
      ...common,
      STARTED_WITH: startedWith(setting).join('\n'),
      BY_HAND: openedByHand.map(inWords).join('\n'),
      URLS: Object.values(urls).join('\n'),
      ACCESS: columns([...Object.entries(urls), ['kubectl', kubectl], ...Object.entries(commands)]).join('\n'),
    },
    triggers: Object.fromEntries(before.map((step) => [step.node.id, step.id])),
    after: before.slice(-1),
  });
}

/** What each workload runs that its template does not say, as lines of `namespace kind/name what`. */
function startedWith({ props: { apps, parts = [] }, appChecksums }: Setting): string[] {
  const tools = parts.map((part) => ({ workloads: part.workloads ?? [], what: `${part.id}-${part.tool?.version}` }));
  const sources = Object.entries(apps).map(([id, { workloads }]) => ({ workloads, what: `${id}-${appChecksums[id]}` }));
  const all = [...tools, ...sources];
  const workloads = [...new Set(all.flatMap(({ workloads }) => workloads))];
  return workloads.map((workload) => {
    const started = all.filter(({ workloads }) => workloads.includes(workload)).map(({ what }) => what);
    return `${inWords(workload)} ${started.join('-')}`;
  });
}
