import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { type Group, Inventory, type Variables } from '../../infra/constructs/ansible/inventory';
import { find } from '../support/laptop';
import { oddTexts } from '../support/odd-texts';

const reason = ['terraform', 'ansible-inventory'].find((tool) => !find(tool));
if (reason) test.skip(`Ansible reads what Terraform writes (${reason} is not on PATH)`, () => {});

(reason ? describe.skip : describe)('what real Ansible reads in what real Terraform writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terrachart-inventory-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The file as Terraform would write it: its console asks no provider. */
  function written(all: Group): string {
    const stack = JSON.parse(
      Testing.synthScope((scope) => void new Inventory(scope, 'inventory', { system: 'shop', all })),
    );
    const [{ content }] = Object.values<{ content: string }>(stack.resource.local_file) as [{ content: string }];
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ locals: { ...stack.locals, content } }));
    const input = 'jsonencode(local.content)\n';
    // Instead of the user's own.
    writeFileSync(join(folder, 'terraformrc'), '');
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: join(folder, 'terraformrc') };
    const text = execFileSync('terraform', ['console'], { cwd: folder, input, env, encoding: 'utf8' });
    return JSON.parse(JSON.parse(text));
  }

  function read(all: Group) {
    const file = join(folder, 'inventory.yaml');
    writeFileSync(file, written(all));
    const { stdout, stderr } = spawnSync('ansible-inventory', ['--list', '--export', '-i', file], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  test('is the machines, the groups and what holds for each', () => {
    const all: Group = {
      vars: { ansible_user: 'operator' },
      children: {
        doors: { hosts: { door: { ansible_host: '192.0.2.1' } } },
        cluster: {
          vars: { port: 6443, ready: true, names: ['a', 'b'], release: '22.04' },
          children: { servers: { hosts: { 'server-1': { zone: 'a', port: 7443 } } } },
        },
      },
    };
    const { _meta, ...groups } = read(all);
    const common = { ready: true, names: ['a', 'b'], release: '22.04' };
    expect(groups).toMatchObject({
      all: { vars: { ansible_user: 'operator' } },
      cluster: { children: ['servers'], vars: { ...common, port: 6443 } },
      servers: { hosts: ['server-1'] },
      doors: { hosts: ['door'] },
    });
    expect(_meta.hostvars).toEqual({ door: { ansible_host: '192.0.2.1' }, 'server-1': { zone: 'a', port: 7443 } });
  });

  test('is each text, whatever is in it', () => {
    const texts = [
      ...oddTexts,
      '${path.module}',
      '$${x}',
      '%{ if true }',
      "it's",
      '{{ inventory_dir }}/x',
      'a #b',
      '"',
    ];
    const vars: Variables = Object.fromEntries(texts.map((text, i) => [`text_${i}`, text]));
    // Terraform composes characters, and takes a mark of byte order that stands alone for none.
    const seen = (text: string) => (text === '\ufeff' ? '' : text.normalize('NFC'));
    const expected = Object.fromEntries(Object.entries(vars).map(([name, text]) => [name, seen(String(text))]));
    expect(read({ vars, hosts: { one: {} } }).all.vars).toEqual(expected);
  });
});
