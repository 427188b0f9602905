/** What is written for Ansible, below the environment's folder. */
export const paths = {
  inventory: 'inventory.yml',
  /** By the VPN's machine. */
  ssh: 'ssh_config',
  /** By the servers' addresses of the hoster, before the firewall runs. */
  firstSsh: 'first/ssh_config',
  firewall: (name: string) => `firewall/${name}.fw`,
} as const;
