/** What a rule of a firewall lets through, whichever cloud has the firewall. Another port is another rule, with its own reason. */
export interface PortRule {
  /** Why the rule exists; shown in the console. */
  readonly description: string;
  readonly port: number;
  /** @default tcp */
  readonly protocol?: 'tcp' | 'udp';
}
