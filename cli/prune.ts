import { labelKeys } from '../config/labels';
import { selectSystems } from '../config/load';
import { InputError } from '../config/system';
import type { KubernetesObject } from '../model/objects';
import { synthesize } from '../synthesis/synthesize';
import { loadTargets } from '../synthesis/targets';
import { command as defined, type Outcome } from './command';
import { type Options, optionsOf, selection } from './options';

export const command = defined({
  about: `Prints the command that applies dist/ and removes what an earlier version of the system left in the cluster. Left to
itself, kubectl prunes a few kinds only. Namespaces and volume claims are not among those named: they hold data.
With npm run --silent, nothing but the command is printed.`,
  options: { system: selection.system, env: selection.env, config: selection.config, set: selection.set },
  reports: true,
  run: async (values) => prune(optionsOf(values, process.env)),
});

/** Prints a command and runs none: what it would remove should be looked at first. */
async function prune(options: Options): Promise<Outcome> {
  const [system, ...others] = options.systems;
  if (system === undefined || others.length > 0) {
    const path = options.systems.length > 0 ? options.systems.map((name) => `--system ${name}`).join(' ') : '--system';
    throw new InputError('Which system?', [{ path, message: 'expected one: objects are selected by its label' }]);
  }
  const targets = loadTargets(options.config, options.typedIn, options.set).filter(({ halves }) =>
    halves.includes('kubernetes'),
  );
  const { environment } = options;
  const applied = selectSystems(targets, [system]).filter((target) => target.environment === environment);
  if (applied.length === 0) {
    throw new InputError('Nothing to apply:', [
      { path: `--env ${environment}`, message: `${system} has no charts there` },
    ]);
  }
  const [all, own] = await Promise.all([targets, applied].map((kubernetes) => synthesize({ kubernetes })));
  const objectsIn = (made: typeof all) => made?.parts.kubernetes.flatMap(({ objects }) => objects) ?? [];
  const kinds = kindsToPrune(objectsIn(all), objectsIn(own));
  return { text: pruneCommand(system, kinds), data: { system, environment, kinds } };
}

/** They hold data that no synth brings back. */
const kept = ['Namespace', 'PersistentVolumeClaim'];

/**
 * `group/version/kind`, as kubectl wants them. Of what Kubernetes itself has, every kind that any system makes: an object may
 * be the last of its kind. Of custom resources those that are applied: kubectl fails on a kind that the cluster lacks.
 */
export function kindsToPrune(all: readonly KubernetesObject[], applied: readonly KubernetesObject[]): string[] {
  const named = [...all.filter(isBuiltIn), ...applied]
    .filter(({ kind }) => !kept.includes(kind))
    .map(({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}/${kind}`);
  return [...new Set(named)].sort();
}

/** Groups of Kubernetes itself: without a dot, or below k8s.io. */
function isBuiltIn({ apiVersion }: KubernetesObject): boolean {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  return !group.includes('.') || group.endsWith('.k8s.io');
}

function pruneCommand(system: string, kinds: readonly string[]): string {
  return [
    `kubectl apply -f dist --prune -l ${labelKeys.partOf}=${system}`,
    ...kinds.map((kind) => `  --prune-allowlist=${kind}`),
  ].join(' \\\n');
}
