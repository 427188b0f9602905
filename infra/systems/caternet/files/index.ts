import type { OnOwnMachinesConfig } from '../../../../config/caternet';
import { firewallFiles } from './firewall';
import { inventory, sshConfig } from './inventory';
import { paths } from './paths';
import { pipelineFiles } from './pipelines';

/** What Ansible reads beside its playbooks. */
export function hostFiles(config: OnOwnMachinesConfig): Record<string, string> {
  return {
    [paths.inventory]: inventory(config),
    [paths.ssh]: sshConfig(config, 'vpn'),
    [paths.firstSsh]: sshConfig(config, 'servers'),
    ...firewallFiles(config),
    ...pipelineFiles(config),
  };
}
