import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import type { Group } from '../../infra/constructs/ansible/inventory';

const standIns = join(__dirname, 'stand-ins', 'machine');
/** What several systems share. */
const sharedRoles = join(__dirname, '../../infra/ansible');
/** What a machine has for itself; all else is this computer's. */
const folders = (
  'cluster dev etc/apt/apt.conf.d etc/chrony etc/dnf etc/modules-load.d etc/ssh/sshd_config.d etc/sysctl.d etc/systemd/system proc ' +
  'root run/active run/chrony sys/module/br_netfilter sys/module/overlay tmp usr/bin usr/lib usr/lib64 usr/local/bin usr/sbin ' +
  'usr/share var/enabled var/log'
).split(' ');

export interface Play {
  readonly ok: boolean;
  readonly text: string;
  /** Tasks that changed something, as `host: task`. */
  readonly changed: readonly string[];
  /** What services were told meanwhile, as `host: verb service`; those that are told each time are left out. */
  readonly services: readonly string[];
}

/** Why machines cannot be had here; nothing if they can. */
export function missing(): string | undefined {
  const needs: [string, string[]][] = [
    ['ansible-playbook', ['--version']],
    ['unshare', ['--map-root-user', '--mount', 'true']],
    ['/usr/bin/python3', ['--version']],
  ];
  const [first] = needs.filter(([program, args]) => spawnSync(program, args).status !== 0);
  return first && `${first[0]} does not work here`;
}

/**
 * Machines that real Ansible sets up through a stand-in for ssh: folders with a root of their own, whose systemd and K3s
 * are stand-ins as well. Nothing of this computer is written to.
 */
export class Machines {
  private readonly folder = mkdtempSync(join(tmpdir(), 'terrachart-machines-'));
  /** As deep as in a checkout, where shared roles and what playbooks write are found by relative paths. */
  private readonly playbooks = join(this.folder, 'checkout/infra/systems/system/ansible');

  /**
   * @param playbooks folder of the playbook and its roles
   * @param hosts by the name in the inventory, their addresses
   * @param distribution what the machines have for `/etc/os-release`, by which Ansible knows distribution and family
   */
  constructor(
    playbooks: string,
    private readonly hosts: Readonly<Record<string, string>>,
    private readonly distribution: (host: string) => string = () => 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="24.04"\n',
  ) {
    cpSync(playbooks, this.playbooks, { recursive: true });
    cpSync(sharedRoles, join(this.folder, 'checkout/infra/ansible'), { recursive: true });
    copyFileSync(join(standIns, 'ssh.sh'), join(this.folder, 'ssh'));
    mkdirSync(join(this.folder, 'cluster'));

    for (const host of Object.keys(hosts)) this.furnish(host);
  }

  private furnish(host: string): void {
    for (const folder of folders) mkdirSync(this.at(host, folder), { recursive: true });
    for (const folder of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${folder}`, this.at(host, folder));
    this.write(host, 'etc/passwd', 'root:x:0:0::/root:/bin/sh\n');
    this.write(host, 'etc/os-release', this.distribution(host));
    for (const service of ['ssh', 'sshd']) this.write(host, `run/active/${service}`, '');
    this.write(host, 'etc/group', 'root:x:0:\n');
    this.program(host, 'usr/sbin/systemctl', 'systemctl.sh');
    for (const name of ['sysctl', 'sshd', 'cloud-init']) this.program(host, `usr/sbin/${name}`, 'quiet.sh');
  }

  private program(host: string, file: string, standIn: string, change = (text: string) => text): void {
    this.write(host, file, change(readFileSync(join(standIns, standIn), 'utf8')));
    chmodSync(this.at(host, file), 0o755);
  }

  private at(host: string, file: string): string {
    return join(this.folder, this.hosts[host] ?? `no ${host}`, file);
  }

  write(host: string, file: string, text: string): void {
    mkdirSync(dirname(this.at(host, file)), { recursive: true });
    writeFileSync(this.at(host, file), text);
  }

  read(host: string, file: string): string {
    return readFileSync(this.at(host, file), 'utf8');
  }

  /** What a node of the cluster says that it runs, if need be from now on. */
  node(name: string, release?: string): string {
    const file = join(this.folder, 'cluster', name);
    if (release !== undefined) writeFileSync(file, release);
    return readFileSync(file, 'utf8').trim();
  }

  /** Puts a release of K3s where the download would, and returns its checksum. */
  release(version: string): string {
    for (const host of Object.keys(this.hosts))
      this.program(host, 'usr/local/bin/k3s', 'k3s.sh', (text) => text.replace('RELEASE', version));
    const [host = ''] = Object.keys(this.hosts);
    return createHash('sha256').update(this.read(host, 'usr/local/bin/k3s')).digest('hex');
  }

  /** Makes a folder of the checkout, as Terraform would. */
  folderInCheckout(name: string): void {
    mkdirSync(join(this.folder, 'checkout', name), { recursive: true });
  }

  /**
   * Changes the tasks of a file of the copy, e.g. leaves one out.
   * @param file in the folder of the playbook, or `shared/<role>/...`
   */
  tasks(file: string, change: (tasks: Record<string, unknown>[]) => unknown[]): void {
    const path = join(this.playbooks, file.replace(/^shared/, '../../../ansible/roles'));
    writeFileSync(path, stringify(change(parseDocument(readFileSync(path, 'utf8')).toJS())));
  }

  /** Runs the playbook with an inventory, given by its group of all machines. */
  play(all: Group, ...options: readonly string[]): Play {
    const cwd = this.playbooks;
    const here = { ansible_become: false, ansible_python_interpreter: '/usr/bin/python3' };
    writeFileSync(join(cwd, 'inventory.yaml'), stringify({ all: { ...all, vars: { ...all.vars, ...here } } }));
    for (const host of Object.keys(this.hosts)) this.write(host, 'var/log/services', '');
    const { status, stdout, stderr } = spawnSync('ansible-playbook', ['playbook.yml', ...options], {
      cwd,
      encoding: 'utf8',
      env: {
        ...process.env,
        MACHINES: this.folder,
        ANSIBLE_SSH_EXECUTABLE: join(this.folder, 'ssh'),
        ANSIBLE_SSH_TRANSFER_METHOD: 'piped',
        ANSIBLE_SSH_ARGS: '',
        ANSIBLE_NOCOLOR: '1',
        ANSIBLE_LOCALHOST_WARNING: '0',
        ANSIBLE_HOME: join(this.folder, 'home'),
      },
    });
    let task = '';
    const changed = stdout.split('\n').flatMap((line) => {
      task = /^TASK \[(.*)\]/.exec(line)?.[1] ?? task;
      const host = /^changed: \[([\w-]+)/.exec(line)?.[1];
      return host ? [`${host}: ${task}`] : [];
    });
    const services = Object.keys(this.hosts).flatMap((host) =>
      this.read(host, 'var/log/services')
        .split('\n')
        .filter((line) => /^(start|restart) /.test(line))
        .map((line) => `${host}: ${line}`),
    );
    return { ok: status === 0, text: stdout + stderr, changed, services };
  }

  /** What the playbook wrote into the checkout. */
  written(file: string): string | undefined {
    const path = join(this.folder, 'checkout', file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
