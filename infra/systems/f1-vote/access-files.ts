import { File } from '@cdktf/provider-local/lib/file';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { type K3sConfig, SYSTEM, type UbuntuRelease } from '../../../config/f1-vote';
import { Inventory } from '../../constructs/ansible/inventory';
import { type Host, machines } from './inventory';

/** From the folder that Terraform runs in, `cdktf.out/stacks/<stack>`, to the repository's root. */
const ROOT = '../../..';

/** Where keys and the like of an environment go, relative to the stack's folder. */
export function localFolder(environment: string): string {
  return `${ROOT}/.terrachart/f1-vote-${environment}`;
}

export interface AccessFilesProps {
  readonly environment: string;
  readonly region: string;
  readonly ubuntu: UbuntuRelease;
  readonly k3s: K3sConfig;
  /** Public address. */
  readonly bastion: string;
  readonly server: Host;
  readonly agents: readonly Host[];
  /** Relative to the stack's folder. @default ssh's own keys */
  readonly privateKeyFile?: string | undefined;
}

/** What people and Ansible need to reach machines whose addresses only Terraform knows; nothing in it is secret. */
export class AccessFiles extends Construct {
  public readonly sshCommand: string;
  public readonly tunnelCommand: string;

  constructor(scope: Construct, id: string, props: AccessFilesProps) {
    super(scope, id);
    const { environment, server } = props;
    const folder = localFolder(environment);
    const permissions = { filePermission: '0600', directoryPermission: '0700' };
    new File(this, 'ssh_config', { filename: `${folder}/ssh_config`, content: sshConfig(props), ...permissions });
    new Inventory(this, 'inventory', { system: SYSTEM, all: machines(props) });
    const ssh = `ssh -F ${folder.slice(ROOT.length + 1)}/ssh_config`;
    this.sshCommand = `${ssh} -J bastion ubuntu@${server.address}`;
    this.tunnelCommand = `${ssh} -N -L 6443:${server.address}:6443 bastion`;
  }
}

/**
 * An own configuration, because the jump through the bastion takes key and known hosts from nowhere else: ssh hands
 * `-F` on to it, and no other option. ssh reads relative paths from wherever it was started, so they are absolute.
 */
function sshConfig({ environment, bastion, server, agents, privateKeyFile }: AccessFilesProps): string {
  const hosts = [server, ...agents].flatMap(({ name, address }) => [
    `Host ${name}`,
    `  HostName ${address}`,
    '  ProxyJump bastion',
  ]);
  const identity = privateKeyFile ? [`  IdentityFile "${Fn.abspath(privateKeyFile)}"`, '  IdentitiesOnly yes'] : [];
  return [
    '# Written by Terraform; changes are lost with the next apply.',
    'Host bastion',
    `  HostName ${bastion}`,
    ...hosts,
    'Host *',
    '  User ubuntu',
    ...identity,
    `  UserKnownHostsFile "${Fn.abspath(`${localFolder(environment)}/known_hosts`)}"`,
    // A key is taken on the first connection and never replaced without you; the runbook says how to compare it.
    '  StrictHostKeyChecking accept-new',
    '  ForwardAgent no',
    '',
  ].join('\n');
}
