import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Block } from '../../support/terraform';
import { all, ansible, cluster, k3s } from './production';

describe('Ansible', () => {
  const addresses: Readonly<Record<string, string>> = {
    'aws_eip.bastion_address.public_ip': '192.0.2.10',
    'aws_instance.server.private_ip': '10.0.16.5',
    'aws_instance.worker_1.private_ip': '10.0.16.6',
    'aws_instance.worker_2.private_ip': '10.0.32.7',
  };

  /** A file as Terraform would write it, with sample addresses. */
  function written(name: string): string {
    const { content } = cluster.resource.local_file?.[name] ?? {};
    const encoded = (_: string, local: string) => stringify(cluster.locals?.[local]);
    return sampled(String(content).replace(/\$\{yamlencode\(local\.(\w+)\)\}/, encoded));
  }

  function sampled(text: string): string {
    return text.replace(/\$\{(abspath\("([^"]*)"\)|[^}]*)\}/g, (_, expression: string, path?: string) => {
      const value = path ? path.replace('../../..', '/checkout') : addresses[expression];
      if (value === undefined) throw new Error(`no sample for ${expression}`);
      return value;
    });
  }

  test('finds its inventory beside the playbook', () => {
    expect(cluster.resource.local_file?.access_inventory?.filename).toBe(
      '../../../infra/systems/f1-vote/ansible/inventory.yaml',
    );
    expect(written('access_ssh_config')).toMatchSnapshot('ssh_config');
  });

  test('has the instances for hosts, and gets to nodes through the bastion', () => {
    const { bastions, cluster: nodes } = parse(written('access_inventory')).all.children;
    const { servers, agents } = nodes.children;
    const hosts = { ...bastions.hosts, ...servers.hosts, ...agents.hosts };
    expect(Object.entries<Block>(hosts).map(([name, { ansible_host }]) => [name, ansible_host])).toEqual([
      ['bastion', '192.0.2.10'],
      ['server', '10.0.16.5'],
      ['worker-1', '10.0.16.6'],
      ['worker-2', '10.0.32.7'],
    ]);
    expect(Object.keys(hosts)).toHaveLength(all('aws_instance', cluster).length);
    expect(nodes.vars.ansible_ssh_common_args).toBe(`${bastions.vars.ansible_ssh_common_args} -o ProxyJump=bastion`);
  });

  test('takes release, checksum and address plan of the cluster from the config, and has none of its own', () => {
    const inventory = written('access_inventory');
    expect(parse(inventory).all.vars).toMatchObject({ k3s_version: k3s.version, k3s_sha256: k3s.sha256 });
    const text = sources().join('\n');
    expect(text).not.toMatch(/v\d+\.\d+\.\d+|[0-9a-f]{64}|\b10\.4[23]\.|6443/);
    const used = new Set(
      text.match(/\b(k3s_(?!mode|start|download|node_config)\w+|local_folder|region|zone)(?= [|}])/g),
    );
    expect([...used].filter((name) => !new RegExp(`\\b${name}: `).test(inventory))).toEqual([]);
    expect(used.size).toBeGreaterThan(8);
  });

  test('keeps tokens and configuration to root, and out of its output', () => {
    const text = sources().join('\n');
    for (const task of text
      .split(/\n(?=- name: )/)
      .filter((task) => /node-token|kubeconfig\.content|token\.content|k3s\.yaml/.test(task))) {
      expect(task).toContain('no_log: true');
    }
    expect(text).toMatch(/dest: \/etc\/rancher\/k3s\/token\n.*\n.*\n +mode: "0600"/);
    expect(text).toMatch(/dest: \/etc\/rancher\/k3s\/config\.yaml\n.*\n.*\n +mode: "0600"/);
    expect(text).toContain('secrets-encryption: true');
  });

  test('leaves nothing to a handler, which a run that fails before it never calls', () => {
    const text = sources().join('\n');
    expect(text).not.toMatch(/^ *notify:|flush_handlers/m);
    expect(readdirSync(ansible, { recursive: true }).filter((file) => String(file).includes('handlers'))).toEqual([]);
  });

  test('asks what is, with --check as well: later tasks decide by the answer', () => {
    const tasks = files('.yml').flatMap((file) => tasksIn(parse(readFileSync(file, 'utf8'))));
    const asking = tasks.filter((task) => 'ansible.builtin.command' in task && 'register' in task);
    expect(asking.length).toBeGreaterThan(4);
    expect(asking.filter((task) => task.check_mode !== false).map(({ name }) => name)).toEqual([]);
    // What changes something is not done then.
    const doing = tasks.filter((task) => 'check_mode' in task && task.changed_when !== false);
    expect(doing.map(({ name }) => name)).toEqual([]);
  });

  test('notes what K3s starts from, and sees each later difference', () => {
    const { k3s_files } = parse(readFileSync(join(ansible, 'roles/k3s/vars/main.yml'), 'utf8'));
    const [, note = ''] =
      /^ExecStartPre=\/bin\/sh -c '(.*)'$/m.exec(
        readFileSync(join(ansible, 'roles/k3s/templates/k3s.service.j2'), 'utf8'),
      ) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'terrachart-'));
    try {
      const started = k3s_files.map((file: string) => join(folder, file.replaceAll('/', '-')));
      const sums = join(folder, 'sums');
      for (const file of started) writeFileSync(file, 'before');
      const run = (command: string) => spawnSync('sh', ['-c', command]).status;
      const start = note
        .replace("{{ k3s_start_files | join(' ') }}", started.join(' '))
        .replace('{{ k3s_start_sums }}', sums);
      const same = () => run(`sha256sum --check --status ${sums}`);
      expect(same()).toBe(1);
      expect([run(start), same()]).toEqual([0, 0]);
      expect(statSync(sums).mode & 0o777).toBe(0o600);
      for (const file of started) {
        writeFileSync(file, 'after');
        expect([file, same()]).toEqual([file, 1]);
        expect([run(start), same()]).toEqual([0, 0]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('notes every file that the roles give to K3s', () => {
    const { k3s_files, k3s_start_files } = parse(readFileSync(join(ansible, 'roles/k3s/vars/main.yml'), 'utf8'));
    const given = sources()
      .flatMap((text) => [...text.matchAll(/^ +dest: (\/(?:etc\/rancher|etc\/systemd|usr\/local)\S*[^\s}])$/gm)])
      .map(([, file]) => file as string)
      .filter((file) => !file.includes('{{'));
    expect(given.length).toBeGreaterThan(4);
    for (const file of given) expect([...k3s_files, ...k3s_start_files.match(/\/[\w./-]+/g)]).toContain(file);
  });

  for (const [tool, args] of [
    ['ansible-playbook', ['--syntax-check', 'playbook.yml']],
    ['ansible-lint', ['--offline', '--nocolor', '--profile', 'production']],
  ] as const) {
    const installed = spawnSync(tool, ['--version']).status === 0;
    const title = `passes ${tool} ${args.join(' ')}`;
    if (!installed) test.skip(`${title} (${tool} is not installed)`, () => {});
    else
      test(title, () => {
        const folder = mkdtempSync(join(tmpdir(), 'terrachart-'));
        try {
          // As deep as in a checkout, where the shared roles are found by a relative path.
          const playbooks = join(folder, 'infra/systems/f1-vote/ansible');
          cpSync(ansible, playbooks, { recursive: true });
          cpSync(join(ansible, '../../../ansible'), join(folder, 'infra/ansible'), { recursive: true });
          writeFileSync(join(playbooks, 'inventory.yaml'), written('access_inventory'));
          const { status, stdout, stderr } = spawnSync(tool, args, { cwd: playbooks, encoding: 'utf8' });
          expect({ status, problems: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, problems: '' });
        } finally {
          rmSync(folder, { recursive: true });
        }
      }, 120_000);
  }

  function files(ending = ''): string[] {
    return readdirSync(ansible, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'inventory.yaml' && entry.name.endsWith(ending))
      .map(({ parentPath, name }) => join(parentPath, name));
  }

  function sources(): string[] {
    return files().map((file) => readFileSync(file, 'utf8'));
  }

  /** The tasks of a file of tasks or of plays. */
  function tasksIn(file: unknown): Record<string, unknown>[] {
    if (!Array.isArray(file)) return [];
    return file.flatMap(({ pre_tasks = [], tasks = [], hosts, ...task }) =>
      hosts === undefined ? [task] : [...pre_tasks, ...tasks],
    );
  }
});
