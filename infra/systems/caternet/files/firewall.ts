import {
  allOpenings,
  type OnOwnMachinesConfig,
  type Opening,
  serverOpenings,
  serversRange,
} from '../../../../config/caternet';
import { ANYWHERE } from '../../../../config/ranges';
import { paths } from './paths';

/** Rules of Proxmox's firewall: one file for the servers, one for each machine. https://pve.proxmox.com/wiki/Firewall */
export function firewallFiles(config: OnOwnMachinesConfig): Record<string, string> {
  return {
    [paths.firewall('cluster')]: [
      '[OPTIONS]',
      'enable: 1',
      'policy_in: DROP',
      'policy_out: ACCEPT',
      '',
      // Proxmox opens its own ports to the network that its name resolves to: here to the servers alone.
      '[ALIASES]',
      `local_network ${serversRange(config)}`,
      '',
      '[RULES]',
      ...serverOpenings(config).map(rule),
      '',
    ].join('\n'),
    ...Object.fromEntries(
      allOpenings(config).map(({ machine, openings }) => [
        paths.firewall(String(machine.id)),
        [
          '[OPTIONS]',
          'enable: 1',
          'policy_in: DROP',
          'policy_out: ACCEPT',
          // Nobody sends under a MAC address or answers DHCP that is not its own.
          'macfilter: 1',
          'dhcp: 0',
          '',
          '[RULES]',
          ...openings.map(rule),
          '',
        ].join('\n'),
      ]),
    ),
  };
}

function rule({ from, protocol, ports, why }: Opening): string {
  const source = from.includes(ANYWHERE) ? '' : ` -source ${[...new Set(from)].join()}`;
  const port = ports === undefined ? '' : ` -dport ${ports}`;
  return `IN ACCEPT${source} -p ${protocol}${port} -log nolog # ${why}`;
}
