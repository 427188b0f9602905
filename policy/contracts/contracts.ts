import type { Rule } from '../rule';
import { autopilotContracts } from './autopilot';
import { googleContracts } from './google';
import { identityContracts } from './identities';
import { k3sContracts } from './k3s';
import { keepAliveContracts } from './keep-alive';
import { proxyContracts } from './proxies';
import { rangeContracts } from './ranges';
import { webIdentityContracts } from './web-identity';

/** Every promise that one half makes to the other. */
export const contracts: readonly Rule[] = [
  ...identityContracts,
  ...webIdentityContracts,
  ...googleContracts,
  ...autopilotContracts,
  ...rangeContracts,
  ...k3sContracts,
  ...keepAliveContracts,
  ...proxyContracts,
];
