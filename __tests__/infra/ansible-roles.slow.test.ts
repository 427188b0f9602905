import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Machines, missing } from '../support/machines';

const distributions = {
  debian: 'PRETTY_NAME="Debian GNU/Linux 12"\nNAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\n',
  alma: 'NAME="AlmaLinux"\nID="almalinux"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.6"\n',
};
type Host = keyof typeof distributions;
const addresses: Readonly<Record<Host, string>> = { debian: '10.0.0.1', alma: '10.0.0.2' };

const inventory = {
  vars: { ansible_user: 'operator' },
  hosts: Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, { ansible_host: address }])),
};

const reason = missing();
if (reason) test.skip(`the shared roles set up machines (${reason})`, () => {});

(reason ? describe.skip : describe)('the role common, on machines of two families', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terrachart-'));
  let machines: Machines;
  const play = (common: object) => {
    const roles = [{ role: 'common', vars: common }];
    const plays = [{ hosts: 'all', roles }];
    machines.tasks('playbook.yml', () => plays);
    return machines.play(inventory);
  };

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    const settings = [
      'inventory = inventory.yaml',
      'roles_path = ../../../ansible/roles',
      'interpreter_python = auto_silent',
    ];
    writeFileSync(join(folder, 'ansible.cfg'), ['[defaults]', ...settings, ''].join('\n'));
    writeFileSync(join(folder, 'playbook.yml'), stringify([]));
    machines = new Machines(folder, addresses, (host) => distributions[host as Host]);
    // The packages are not here: their names are written down.
    machines.tasks('shared/common/tasks/main.yml', (tasks) =>
      tasks.map((task) => {
        const { 'ansible.builtin.package': install, module_defaults: _, ...rest } = task;
        if (!install) return task;
        const content = `{{ ${JSON.stringify((install as { name: string[] }).name)} | join(' ') }}`;
        const template = content.replace(/"\{\{ (\w+) \}\}"/g, '$1');
        return { ...rest, 'ansible.builtin.copy': { content: template, dest: '/var/packages', mode: '0600' } };
      }),
    );
  });

  afterAll(() => {
    machines.dispose();
    rmSync(folder, { recursive: true });
  });

  test('says what it must be told', () => {
    const { ok, text } = play({});
    expect(ok).toBe(false);
    expect(text).toContain('missing required arguments: common_time_sources');
  });

  test('refuses a distribution that it does not know', () => {
    for (const host of ['debian', 'alma']) machines.write(host, 'etc/os-release', 'NAME="Arch Linux"\nID=arch\n');
    const { ok, text } = play({ common_time_sources: ['pool time.example.com iburst'] });
    for (const host of ['debian', 'alma'] as const) machines.write(host, 'etc/os-release', distributions[host]);
    expect(ok).toBe(false);
    expect(text).toMatch(/The role common knows Debian and RedHat, not Archlinux/);
  });

  test('installs, configures and starts what each family calls otherwise, then has nothing to change', () => {
    const common = { common_time_sources: ['pool time.example.com iburst'], common_ssh_forwarding: 'local' };
    const made = play(common);
    expect(made.ok ? '' : made.text).toBe('');
    expect(made.services).toEqual([
      'debian: start apt-daily.timer',
      'debian: start apt-daily-upgrade.timer',
      'debian: start chrony',
      'alma: start dnf-automatic.timer',
      'alma: start chronyd',
    ]);
    expect(machines.read('debian', 'var/packages')).toBe('chrony unattended-upgrades');
    expect(machines.read('alma', 'var/packages')).toBe('chrony dnf-automatic');
    expect(machines.read('debian', 'etc/chrony/chrony.conf')).toMatch(/^pool time\.example\.com iburst$/m);
    expect(machines.read('alma', 'etc/chrony.conf')).toMatch(/^pool time\.example\.com iburst$/m);
    expect(machines.read('debian', 'etc/apt/apt.conf.d/60-terrachart')).toContain('Unattended-Upgrade "1"');
    expect(machines.read('alma', 'etc/dnf/automatic.conf')).toMatch(/^upgrade_type = security$/m);
    for (const host of ['debian', 'alma']) {
      const sshd = machines.read(host, 'etc/ssh/sshd_config.d/10-terrachart.conf').split('\n');
      expect(sshd).toEqual(expect.arrayContaining(['AllowUsers operator', 'AllowTcpForwarding local']));
    }
    expect(play(common)).toMatchObject({ ok: true, changed: [], services: [] });
  });
});
