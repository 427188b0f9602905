import { contracts } from './contracts/contracts';
import { accessRules } from './kubernetes/access';
import { addressRules } from './kubernetes/address-blocks';
import { fileCapabilityRules } from './kubernetes/file-capabilities';
import { flowRules } from './kubernetes/flow-ends';
import { forwardedRules } from './kubernetes/forwarded-headers';
import { keepAliveRules } from './kubernetes/keep-alive';
import { lifecycleRules } from './kubernetes/lifecycles';
import { mountRules } from './kubernetes/mounts';
import { networkRules } from './kubernetes/network';
import { objectRules } from './kubernetes/objects';
import { plainHttpRules } from './kubernetes/plain-http';
import { podRules } from './kubernetes/pods';
import { portRules } from './kubernetes/ports';
import { referenceRules } from './kubernetes/references';
import { replicaRules } from './kubernetes/replicas';
import { rolloutRules } from './kubernetes/rollouts';
import { scrapingRules } from './kubernetes/scraping';
import { selectorRules } from './kubernetes/selectors';
import { classResidency } from './residency/classes';
import { objectResidency } from './residency/objects';
import { projectResidency } from './residency/projects';
import { resourceResidency } from './residency/resources';
import type { Rule } from './rule';
import { secretRules } from './secrets/rules';
import { supportRules } from './support';
import { buildRules } from './terraform/builds';
import { chartRules } from './terraform/charts';
import { cloudRunRules } from './terraform/cloud-run';
import { dataRules } from './terraform/data';
import { destructionRules } from './terraform/destruction';
import { githubTrustRules } from './terraform/github-trust';
import { identityRules } from './terraform/identity';
import { machineRules } from './terraform/machines';
import { networkRules as cloudNetworkRules } from './terraform/network';
import { stackRules } from './terraform/stacks';
import { stateRules } from './terraform/state';

/** Every rule that a synth is held against, by what it looks at. */
export const ruleGroups = {
  'Both halves': [...secretRules, ...supportRules],
  Kubernetes: [
    ...objectRules,
    ...podRules,
    ...lifecycleRules,
    ...fileCapabilityRules,
    ...mountRules,
    ...replicaRules,
    ...rolloutRules,
    ...networkRules,
    ...flowRules,
    ...addressRules,
    ...accessRules,
    ...referenceRules,
    ...plainHttpRules,
    ...selectorRules,
    ...portRules,
    ...keepAliveRules,
    ...forwardedRules,
    ...scrapingRules,
  ],
  Terraform: [
    ...stackRules,
    ...cloudNetworkRules,
    ...dataRules,
    ...destructionRules,
    ...identityRules,
    ...githubTrustRules,
    ...cloudRunRules,
    ...buildRules,
    ...chartRules,
    ...stateRules,
    ...machineRules,
  ],
  'Places of data': [...resourceResidency, ...projectResidency, ...classResidency, ...objectResidency],
  'Contracts between the halves': contracts,
} as const satisfies Record<string, readonly Rule[]>;

export const rules: readonly Rule[] = Object.values(ruleGroups).flat();
