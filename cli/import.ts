import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { InputError } from '../config/system';
import { command as defined } from './command';
import { folderTypedIn, root } from './options';

/** The kinds that we use of each import in cdk8s.yaml: bindings of the others would only be ballast. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'cert-manager': ['Certificate', 'ClusterIssuer', 'Issuer'],
  'gke-ingress': ['BackendConfig', 'FrontendConfig'],
  istio: ['AuthorizationPolicy', 'DestinationRule', 'Gateway', 'PeerAuthentication', 'Telemetry', 'VirtualService'],
  k3s: ['HelmChartConfig'],
  traefik: ['Middleware'],
};

interface Crd {
  readonly kind?: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly scope: string;
    readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema: unknown } }[];
  };
}

export const command = defined({
  about:
    'Regenerates imports/ from the CustomResourceDefinitions that cdk8s.yaml pins; one that fails changes nothing.',
  options: { from: { takes: 'DIR', says: 'reads <name>.yaml there instead of the network' } },
  run: async ({ from }) => {
    await renew(from);
    return {};
  },
});

async function renew(from: string | undefined): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-import-'));
  try {
    const files: string[] = [];
    for (const [name, place] of pinned()) {
      const text =
        from === undefined || !isUrl(place)
          ? await read(place)
          : readFileSync(path.resolve(folderTypedIn(), from, `${name}.yaml`), 'utf8');
      const file = path.join(folder, `${name}.yaml`);
      writeFileSync(
        file,
        trim(text, name)
          .map((crd) => stringify(crd, { aliasDuplicateObjects: false }))
          .join('---\n'),
      );
      files.push(file);
    }
    // Only now: an import that fails half-way changes nothing.
    files.forEach(generate);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Name of each import, and its address, or its file below the root where nobody publishes one. */
function pinned(): [string, string][] {
  const { imports } = parse(readFileSync(path.join(root, 'cdk8s.yaml'), 'utf8')) as { imports: string[] };
  return imports.map((entry) => entry.split(':=') as [string, string]);
}

function isUrl(place: string): boolean {
  return place.startsWith('https://');
}

async function read(place: string): Promise<string> {
  return isUrl(place) ? download(place) : readFileSync(path.join(root, place), 'utf8');
}

async function download(url: string): Promise<string> {
  const response = await fetch(url).catch((error: Error) => error);
  if (response instanceof Response && response.ok) return response.text();
  const answer = response instanceof Response ? `answered ${response.status}` : 'cannot be reached';
  throw new InputError('Nothing was imported:', [{ path: url, message: `${answer}; --from DIR takes local copies` }]);
}

/** The definitions that we use, without the prose and the status that users never write. */
function trim(text: string, name: string): Crd[] {
  const wanted = kinds[name] ?? [];
  const found = parseAllDocuments(text)
    .map((document) => document.toJS() as Crd)
    .filter((crd) => crd?.kind === 'CustomResourceDefinition' && wanted.includes(crd.spec.names.kind));
  const missing = wanted.filter((kind) => !found.some(({ spec }) => spec.names.kind === kind));
  if (missing.length > 0) {
    throw new InputError('Nothing was imported:', [
      { path: name, message: `defines no ${missing.join(', ')}: see cdk8s.yaml` },
    ]);
  }
  return found
    .map((crd) => withoutProse(crd) as Crd)
    .sort((a, b) => a.spec.names.kind.localeCompare(b.spec.names.kind));
}

/** Drops each `description` that is text; a property of that name is a schema and stays. */
function withoutProse(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutProse);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => key !== 'description' || typeof value !== 'string')
      .map(([key, value]) => [key, withoutProse(value)]),
  );
}

function generate(file: string): void {
  const options = ['--language', 'typescript', '--output', 'imports', '--no-save'];
  execFileSync(path.join(root, 'node_modules', '.bin', 'cdk8s'), ['import', file, ...options], {
    cwd: root,
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    stdio: 'inherit',
  });
}
