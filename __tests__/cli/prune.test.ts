import { parse } from '../../cli/command';
import { command, kindsToPrune } from '../../cli/prune';
import type { KubernetesObject } from '../../model/objects';
import { loadTargets } from '../../synthesis/targets';
import { builtInManifests } from '../support/built-in';

const object = (apiVersion: string, kind: string): KubernetesObject => ({ apiVersion, kind, metadata: { name: 'x' } });

/** What the command prints. */
async function printed(...args: string[]): Promise<string> {
  const { text = '' } = await command.run(parse(command.options, args), () => {}, []);
  return text;
}

test('names every kind of Kubernetes itself that anything makes, and custom resources that are applied', () => {
  const all = [
    object('v1', 'Service'),
    object('policy/v1', 'PodDisruptionBudget'),
    object('x.example.com/v1', 'Other'),
  ];
  const applied = [object('x.example.com/v1', 'Mine'), object('rbac.authorization.k8s.io/v1', 'Role')];
  expect(kindsToPrune(all, applied)).toEqual([
    'core/v1/Service',
    'policy/v1/PodDisruptionBudget',
    'rbac.authorization.k8s.io/v1/Role',
    'x.example.com/v1/Mine',
  ]);
});

test('names nothing that holds data', () => {
  const kinds = kindsToPrune([object('v1', 'Namespace')], [object('v1', 'PersistentVolumeClaim')]);
  expect(kinds).toEqual([]);
});

test('of every system and environment, every kind that is applied is named, but for those that hold data', () => {
  const targets = loadTargets().filter(({ halves }) => halves.includes('kubernetes'));
  for (const target of targets) {
    const { objects } = builtInManifests(target.environment, target.system.name);
    const kinds = new Set(objects.map(({ kind }) => kind));
    const named = kindsToPrune([], objects).map((kind) => kind.split('/').at(-1));
    expect([...kinds].filter((kind) => !named.includes(kind)).sort()).toEqual(
      ['Namespace', 'PersistentVolumeClaim'].filter((kind) => kinds.has(kind)),
    );
  }
});

const [charted] = loadTargets().filter(({ halves }) => halves.includes('kubernetes'));

(charted ? test : test.skip)('prints a command that applies one system and selects by its label', async () => {
  const target = charted;
  const command = await printed('--system', target?.system.name ?? '', '--env', target?.environment ?? '');
  const [first, ...rest] = command.split(' \\\n');
  expect(first).toBe(`kubectl apply -f dist --prune -l app.kubernetes.io/part-of=${target?.system.name}`);
  expect(rest).toContain('  --prune-allowlist=networking.k8s.io/v1/NetworkPolicy');
  for (const line of rest) expect(line).toMatch(/^ {2}--prune-allowlist=[\w.-]+\/v\w+\/\w+$/);
});

test('asks for one system, and for an environment in which it has charts', async () => {
  await expect(printed()).rejects.toThrow(/--system: expected one/);
  await expect(printed('--system', 'a', '--system', 'b')).rejects.toThrow(/--system a --system b: expected one/);
  if (charted)
    await expect(printed('--system', charted.system.name, '--env', 'nowhere')).rejects.toThrow(
      /--env nowhere: .* has no charts there/,
    );
});
