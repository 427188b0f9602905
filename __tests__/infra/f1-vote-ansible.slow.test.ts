import { join } from 'node:path';
import type { Group } from '../../infra/constructs/ansible/inventory';
import { machines as all } from '../../infra/systems/f1-vote/inventory';
import { Machines, missing } from '../support/machines';

const ansible = join(__dirname, '../../infra/systems/f1-vote/ansible');
const hosts = { server: '10.0.16.5', 'worker-1': '10.0.16.6' };
const zone = 'eu-west-3a';

const reason = missing();
if (reason) test.skip(`Ansible sets up machines (${reason})`, () => {});

(reason ? describe.skip : describe)('Ansible on machines that are folders', () => {
  let machines: Machines;
  /** The inventory's machines, for a release that the machines have. */
  const of = (version: string, change = (group: Group) => group) => {
    const sha256 = machines.release(version);
    return change(
      all({
        environment: 'production',
        region: 'eu-west-3',
        ubuntu: '22.04',
        k3s: { version, sha256 },
        bastion: '192.0.2.10',
        server: { name: 'server', address: hosts.server, zone },
        agents: [{ name: 'worker-1', address: hosts['worker-1'], zone }],
      }),
    );
  };

  beforeAll(() => {
    machines = new Machines(ansible, hosts);
    machines.folderInCheckout('.terrachart/f1-vote-production');
    // It needs the distribution's packages, which are not here.
    machines.tasks('shared/common/tasks/main.yml', (tasks) =>
      tasks.filter((task) => !('ansible.builtin.package' in task)),
    );
  });

  afterAll(() => machines.dispose());

  const RELEASE = 'v1.36.5+k3s1';
  const setAside = (group: Group) => ({ ...group, vars: { ...group.vars, k3s_eviction_memory: '99Mi' } });

  test('makes a cluster, then has nothing to change', () => {
    const made = machines.play(of(RELEASE), '--limit', 'cluster');
    expect(made.ok ? '' : made.text).toBe('');
    expect(made.services).toEqual([
      'server: start apt-daily.timer',
      'server: start apt-daily-upgrade.timer',
      'server: start chrony',
      'server: start k3s',
      'worker-1: start apt-daily.timer',
      'worker-1: start apt-daily-upgrade.timer',
      'worker-1: start chrony',
      'worker-1: start k3s',
    ]);
    expect([machines.node('server'), machines.node('worker-1')]).toEqual([RELEASE, RELEASE]);
    expect(machines.written('.terrachart/f1-vote-production/kubeconfig')).toBe('kubeconfig\n');

    const again = machines.play(of(RELEASE), '--limit', 'cluster');
    expect(again).toMatchObject({ ok: true, changed: [], services: [] });
  });

  test('says with --check what it would change in a healthy cluster, and changes nothing', () => {
    const checked = machines.play(of(RELEASE, setAside), '--limit', 'cluster', '--check');
    expect(checked.ok ? '' : checked.text).toBe('');
    expect(checked.services).toEqual([]);
    expect(checked.changed).toEqual([
      'server: k3s : Configure what every node has in common',
      'worker-1: k3s : Configure what every node has in common',
    ]);
    expect(machines.read('worker-1', 'etc/rancher/k3s/config.yaml.d/10-node.yaml')).not.toContain('99Mi');
  });

  describe('with the machines prepared', () => {
    beforeAll(() => machines.tasks('playbook.yml', ([, ...plays]) => plays));

    test('starts K3s again where the run before it failed between a change and the start', () => {
      let tasks: Record<string, unknown>[] = [];
      const agent = 'roles/agent/tasks/main.yml';
      machines.tasks(agent, (all) => {
        tasks = all;
        const start = all.findIndex(({ name }) => name === 'Run K3s');
        return [...all.slice(0, start), { 'ansible.builtin.fail': { msg: 'told to fail' } }, ...all.slice(start)];
      });
      const failed = machines.play(of(RELEASE, setAside));
      expect(failed).toMatchObject({ ok: false, services: ['server: restart k3s'] });
      expect(machines.read('worker-1', 'etc/rancher/k3s/config.yaml.d/10-node.yaml')).toContain('99Mi');

      machines.tasks(agent, () => tasks);
      const mended = machines.play(of(RELEASE, setAside));
      // The configuration was there already: only what runs says that something is to be done.
      expect(mended).toMatchObject({
        ok: true,
        changed: ['worker-1: k3s : Start K3s, now and at boot, or start it again'],
        services: ['worker-1: restart k3s'],
      });
    });

    test('rolls another release out, and fails where a node does not run it', () => {
      const rolled = machines.play(of('v1.36.6+k3s1', setAside));
      expect(rolled).toMatchObject({ ok: true, services: ['server: restart k3s', 'worker-1: restart k3s'] });
      expect(machines.node('worker-1')).toBe('v1.36.6+k3s1');

      machines.node('worker-1', RELEASE);
      machines.tasks('playbook.yml', (plays) => plays.slice(-1));
      const stale = machines.play(of('v1.36.6+k3s1', setAside));
      expect(stale.ok).toBe(false);
      expect(stale.text).toContain('timed out waiting for the condition on nodes/worker-1');

      machines.node('worker-2', 'v1.36.6+k3s1');
      const strange = machines.play(of('v1.36.6+k3s1', setAside));
      expect(strange.ok).toBe(false);
      expect(strange.text).toContain('A node that is no more: kubectl delete node NAME');
    });
  });
});
