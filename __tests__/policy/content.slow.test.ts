import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { main } from '../../cli/commands';
import { type Content, filesIn, inlineScripts, queriesIn } from '../../cli/conformance/contents';
import { acceptedInScripts } from '../../cli/conformance/contents-checks';
import { kubernetesChecks } from '../../cli/conformance/kubernetes';
import { isInstalled, type Workspace } from '../../cli/conformance/tool';
import { root } from '../../cli/options';
import type { KubernetesObject } from '../../model/objects';
import { podsOf } from '../../model/pods';
import { loadTargets } from '../../synthesis/targets';
import { manifestsOf } from '../support/manifests';
import { promqlProblems } from '../support/promql';
import { shown } from '../support/shown';
import { synthesize } from '../support/terraform';
import { graphOf, withoutProviders } from '../support/terraform-graph';

/** What objects and stacks carry in other languages is parsed too: configuration, queries, scripts, references. */

/** File endings that nothing here parses, with the reason. One that no file has is an error. */
const unparsed: Readonly<Record<string, string>> = {
  '.acl': 'users of Redis: one line each, read by the tests of the chart that has it',
  '.conf': 'a setting a line: Redis refuses to start with a wrong one',
  '.js': 'scripts of mongosh, which the tests of the chart that has them run',
  '.variable': 'the name of a variable, read by the script beside it',
};

const targets = loadTargets();
const charted = targets.filter(({ halves }) => halves.includes('kubernetes'));
const environments = [...new Set(charted.map(({ environment }) => environment))];
const scratch = mkdtempSync(join(tmpdir(), 'terrachart-content-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const byEnvironment = new Map<string, KubernetesObject[]>();
let objects: KubernetesObject[] = [];
let files: Content[] = [];
beforeAll(async () => {
  for (const environment of environments) {
    const made = await manifestsOf(charted.filter((target) => target.environment === environment));
    byEnvironment.set(environment, JSON.parse(JSON.stringify(made.objects)));
  }
  objects = [...byEnvironment.values()].flat();
  files = distinct(filesIn(objects));
});

const ending = (...endings: string[]) => files.filter(({ name }) => endings.includes(extname(name)));
const nameOfContent = ({ object, name }: Content) => `${object} ${name}`;
const problemsOf = (contents: readonly Content[], check: (content: Content) => readonly string[]) =>
  contents.flatMap((content) => check(content).map((problem) => `${nameOfContent(content)}: ${problem}`));

/** The same script stands in several objects. */
function distinct(contents: readonly Content[]): Content[] {
  return [...new Map(contents.map((content) => [`${content.name}\0${content.text}`, content])).values()];
}

function says(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Where a program is not on PATH, its test is skipped by name. */
const testWith = (program: string) => (isInstalled(program) ? test : test.skip);

function run(program: string, args: readonly string[], cwd: string) {
  return spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 60_000 });
}

const yamlProblems = (text: string) =>
  parseAllDocuments(text).flatMap(({ errors, warnings }) => [...errors, ...warnings].map(({ message }) => message));

describe('files in ConfigMaps', () => {
  test('each has a parser here, or a reason why not', () => {
    const parsed = ['.yaml', '.yml', '.json', '.sh', '.ctmpl'];
    const endings = new Set(files.map(({ name }) => extname(name)));
    process.stdout.write(`${files.length} files in ConfigMaps: ${[...endings].sort().join(' ')}\n`);
    // What a new system has that nginx fills in.
    const known = [...parsed, ...Object.keys(unparsed), '.template'];
    expect([...endings].filter((found) => !known.includes(found))).toEqual([]);
    const expected = shown('Prometheus') ? Object.keys(unparsed) : [];
    expect(expected.filter((found) => !endings.has(found))).toEqual([]);
  });

  test('YAML parses, without a duplicate key', () =>
    expect(problemsOf(ending('.yaml', '.yml'), ({ text }) => yamlProblems(text))).toEqual([]));

  test('JSON parses', () =>
    expect(problemsOf(ending('.json'), ({ text }) => says(() => JSON.parse(text)))).toEqual([]));

  test('JSON in environment variables parses', () => {
    const values = podsOf(objects).flatMap(({ containers }) =>
      containers.flatMap(({ env = [] }) => env as { name: string; value?: string }[]),
    );
    const json = values.filter(({ value }) => /^\s*[[{]/.test(value ?? ''));
    expect(json.flatMap(({ name, value }) => says(() => JSON.parse(value ?? '')).map((m) => `${name}: ${m}`))).toEqual(
      [],
    );
  });

  test('what is broken is found', () => {
    expect(yamlProblems('a: 1\na: 2')).toEqual([expect.stringContaining('Map keys must be unique')]);
    expect(yamlProblems('a: [')).not.toEqual([]);
  });
});

describe('Prometheus', () => {
  const rule = z.strictObject({
    alert: z.string().optional(),
    record: z.string().optional(),
    expr: z.string(),
    for: z
      .string()
      .regex(/^\d+[smhd]$/)
      .optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  });
  const ruleFile = z.strictObject({
    groups: z.array(z.strictObject({ name: z.string(), interval: z.string().optional(), rules: z.array(rule).min(1) })),
  });
  const duration = z.string().regex(/^\d+(ms|s|m|h|d)$/);
  const configuration = z.strictObject({
    global: z.strictObject({ scrape_interval: duration, evaluation_interval: duration }),
    rule_files: z.array(z.string()),
    scrape_configs: z.array(z.looseObject({ job_name: z.string(), scrape_interval: duration.optional() })).min(1),
  });
  const configurations = () => ending('.yaml').filter(({ text }) => /^scrape_configs:/m.test(text));
  const ruleFiles = () => ending('.yaml').filter(({ text }) => /^groups:/m.test(text));
  const parsedBy =
    (schema: z.ZodType) =>
    ({ text }: Content) =>
      (schema.safeParse(parse(text)).error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);

  test('configurations and rule files have the fields that they must have, and no others', () => {
    expect(configurations().length > 0).toBe(shown('Prometheus'));
    expect(ruleFiles().length > 0).toBe(shown('Prometheus'));
    expect(problemsOf(configurations(), parsedBy(configuration))).toEqual([]);
    expect(problemsOf(ruleFiles(), parsedBy(ruleFile))).toEqual([]);
  });

  test('rule files stand beside the configuration that names them, and jobs have names of their own', () => {
    const wrong = problemsOf(configurations(), ({ object, text }) => {
      const { rule_files, scrape_configs } = parse(text) as z.infer<typeof configuration>;
      const beside = files.filter((file) => file.object === object).map(({ name }) => name);
      const names = scrape_configs.map(({ job_name }) => job_name);
      const twice = names.filter((name, i) => names.indexOf(name) !== i);
      return [...rule_files.filter((name) => !beside.includes(name)), ...twice];
    });
    expect(wrong).toEqual([]);
  });

  test('every expression of rules and dashboards parses', () => {
    const documents = [...ruleFiles(), ...ending('.json')];
    const queries = documents.flatMap((file) => queriesIn(parse(file.text), nameOfContent(file)));
    process.stdout.write(`${queries.length} PromQL expressions parsed\n`);
    expect(queries.length > 0).toBe(shown('Prometheus'));
    expect(queries.flatMap(({ where, expr }) => promqlProblems(expr).map((p) => `${where}: ${p}`))).toEqual([]);
  });

  test('an expression that is broken is found', () => {
    expect(promqlProblems('sum(up')).toEqual(['syntax error at ""']);
    expect(promqlProblems('rate(x_total)')).toEqual(['rate() wants a range']);
    expect(promqlProblems('abs(x[5m])')).toEqual(['abs() takes no range']);
    expect(promqlProblems('max_over_time(rate(x_total{a=~"b|c"}[5m])[1h:1m]) > 0 and on (pod) up')).toEqual([]);
    expect(queriesIn({ panels: [{ title: 'T', targets: [{ expr: 'rate(x[$__rate_interval])' }] }] }, 'd')).toEqual([
      { where: 'd T', expr: 'rate(x[5m])' },
    ]);
  });

  testWith('promtool')('promtool agrees', () => {
    const outcomes = ruleFiles().map((file, i) => {
      const path = join(scratch, `rules-${i}.yaml`);
      writeFileSync(path, file.text);
      const { status, stderr } = run('promtool', ['check', 'rules', path], scratch);
      return status === 0 ? '' : stderr;
    });
    expect(outcomes.filter((text) => text !== '')).toEqual([]);
  });
});

describe('dashboards', () => {
  test('show only data sources that their Grafana knows', () => {
    const unknown = environments.flatMap((environment) => {
      const here = filesIn(byEnvironment.get(environment) ?? []);
      // Where the cluster has a Grafana for all, it is as those that are made here.
      const hasOwn = here.some(({ text }) => /^datasources:/m.test(text));
      const known = (hasOwn ? here : files)
        .filter(({ text }) => /^datasources:/m.test(text))
        .flatMap(({ text }) => (parse(text) as { datasources: { uid: string; type: string }[] }).datasources)
        .map(({ uid, type }) => `${type} ${uid}`);
      return here
        .filter(({ name }) => name.endsWith('.json'))
        .flatMap((file) => dataSourcesOf(JSON.parse(file.text)).map((source) => `${nameOfContent(file)}: ${source}`))
        .filter((reference) => !known.some((source) => reference.endsWith(`: ${source}`)));
    });
    expect(unknown).toEqual([]);
  });

  test('a reference to none is found', () => {
    expect(
      dataSourcesOf({ panels: [{ datasource: { type: 'prometheus', uid: 'typo' } }, { datasource: null }] }),
    ).toEqual(['prometheus typo', 'undefined undefined']);
  });

  /** `type uid` of each data source that a dashboard names; Grafana's own ones need no provisioning. */
  function dataSourcesOf(node: unknown): string[] {
    if (typeof node !== 'object' || node === null) return [];
    return Object.entries(node).flatMap(([key, value]) => {
      if (key !== 'datasource') return dataSourcesOf(value);
      const { type, uid } = (value ?? {}) as { type?: string; uid?: string };
      return uid === '-- Grafana --' ? [] : [`${type} ${uid}`];
    });
  }
});

describe('Vault', () => {
  test('each template of an agent exists, and is rendered into a folder of its pod', () => {
    const agents = ending('.json').filter(({ name }) => name === 'agent.json');
    expect(agents.length > 0).toBe(shown('Vault'));
    for (const file of agents) {
      const { template } = JSON.parse(file.text) as { template: { source: string; destination: string }[] };
      const beside = filesIn(objects).filter(({ object }) => object === file.object);
      const pod = podsOf(objects).find(({ spec }) =>
        (spec.volumes ?? []).some((v) => v.configMap?.name === basename(file.object)),
      );
      const mounts = pod?.containers.flatMap(({ volumeMounts = [] }) => volumeMounts as { mountPath: string }[]) ?? [];
      for (const { source, destination } of template) {
        expect(beside.map(({ name }) => name)).toContain(basename(source));
        for (const path of [source, destination]) expect(mounts.map((m) => m.mountPath)).toContain(dirname(path));
      }
    }
  });

  test('templates close what they open', () => {
    expect(problemsOf(ending('.ctmpl'), ({ text }) => templateProblems(text))).toEqual([]);
    expect(templateProblems('{{ with secret "a" }}{{ .Data }}')).toEqual(['1 blocks are not closed']);
    expect(templateProblems('{{ .Data }')).toEqual(['a brace is not closed']);
  });

  function templateProblems(text: string): string[] {
    const actions = [...text.matchAll(/\{\{-?\s*(\w*)[\s\S]*?\}\}/g)].map(([, word]) => word ?? '');
    const opened = actions.filter((word) => /^(with|range|if|define|block|scratch)$/.test(word)).length;
    const open = opened - actions.filter((word) => word === 'end').length;
    const rest = text.replace(/\{\{[\s\S]*?\}\}/g, '');
    return [
      ...(open === 0 ? [] : [`${open} blocks are not closed`]),
      ...(/\{\{|\}\}/.test(rest) ? ['a brace is not closed'] : []),
    ];
  }
});

describe('shell', () => {
  /** Scripts of the repository: by their ending, or by their first line. */
  const repositoryScripts = () =>
    execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
      .trim()
      .split('\n')
      .filter((file) => file.endsWith('.sh') || file.startsWith('.ci/'))
      .map((file) => join(root, file));

  const scripts = () => [...ending('.sh'), ...distinct(inlineScripts(objects))];

  test('scripts are found where they stand', () => {
    const container = {
      name: 'c',
      image: 'i',
      livenessProbe: { exec: { command: ['/bin/bash', '-ec', 'a', '--', 'b'] } },
    };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [container] } };
    expect(inlineScripts([pod])).toEqual([{ object: 'Pod/p', name: 'c livenessProbe.exec.command', text: 'a' }]);
    expect(scripts().length > 0).toBe(shown('tasks'));
    expect(repositoryScripts().length).toBeGreaterThan(0);
  });

  testWith('shellcheck')('is clean for shellcheck: in ConfigMaps, in commands, in the repository', () => {
    const written = scripts().map(({ text }, i) => {
      const file = join(scratch, `${i}.sh`);
      writeFileSync(file, text.startsWith('#!') ? text : `#!/bin/sh\n${text}\n`);
      return file;
    });
    const { stdout } = run(
      'shellcheck',
      ['--format=gcc', `--exclude=${Object.keys(acceptedInScripts)}`, ...written, ...repositoryScripts()],
      root,
    );
    const named = scripts().reduce(
      (text, script, i) => text.replaceAll(written[i] ?? '', nameOfContent(script)),
      stdout,
    );
    process.stdout.write(`${written.length + repositoryScripts().length} shell scripts checked\n`);
    expect(named).toBe('');
  });
});

describe('Terraform', () => {
  const terraformed = targets.filter(({ halves }) => halves.includes('terraform'));
  let stacks: Awaited<ReturnType<typeof synthesize>>['stacks'] = {};
  beforeAll(async () => {
    stacks = (await synthesize(...terraformed)).stacks;
  });

  test('no stack refers to what it does not define, and none waits for itself', () => {
    const found = Object.entries(stacks).map(([name, stack]) => [name, graphOf(stack)] as const);
    expect(found.length).toBeGreaterThan(0);
    for (const [name, graph] of found) expect([name, graph]).toEqual([name, { dangling: [], cycles: [] }]);
  });

  const broken = {
    terraform: {},
    provider: {},
    output: { gone: { value: '${google_x.absent.id}' } },
    locals: { a: '${local.b}', b: '${"x${local.a}"}', text: 'google_x.text $${google_x.escaped}' },
    resource: {
      google_x: { y: { depends_on: ['data.google_z.w'], name: '${google_x.y.id}', note: '${upper("google_x.text")}' } },
    },
  };

  test('what is broken is found', () => {
    expect(graphOf(broken)).toEqual({
      dangling: ['google_x.y -> data.google_z.w', 'output.gone -> google_x.absent'],
      cycles: ['google_x.y -> google_x.y', 'local.a -> local.b -> local.a'],
    });
  });

  testWith('terraform')('terraform agrees, with every resource turned into one that needs no provider', () => {
    const validate = (name: string, stack: object) => {
      const folder = mkdtempSync(join(scratch, `${name}-`));
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(stack));
      const { stdout } = run('terraform', ['validate', '-json'], folder);
      const { diagnostics } = JSON.parse(stdout) as {
        diagnostics: { severity: string; detail: string; summary: string }[];
      };
      return diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ summary, detail }) => `${summary}: ${detail}`);
    };
    for (const [name, stack] of Object.entries(stacks))
      expect([name, validate(name, withoutProviders(stack))]).toEqual([name, []]);
    expect(validate('cycle', withoutProviders(broken)).join()).toContain('Cycle: local.');
    const dangling = withoutProviders({ ...broken, locals: {}, resource: { google_x: { y: {} } } });
    expect(validate('dangling', dangling).join()).toContain('Reference to undeclared resource');
  });
});

test('every script that is run by a path exists in a ConfigMap that is mounted there', () => {
  const missing = podsOf(objects).flatMap(({ spec, owner, containers }) =>
    containers.flatMap(({ command = [], volumeMounts = [] }) => {
      const script = (command as string[]).find((part) => part.endsWith('.sh') && part.startsWith('/'));
      if (script === undefined) return [];
      const mount = (volumeMounts as { name: string; mountPath: string }[]).find(
        (m) => m.mountPath === dirname(script),
      );
      const volume = (spec.volumes ?? []).find((v: { name: string }) => v.name === mount?.name);
      const map = `ConfigMap/${owner.metadata.namespace}/${volume?.configMap?.name}`;
      const there = filesIn(objects).some(({ object, name }) => object === map && name === basename(script));
      return there ? [] : [`${owner.kind}/${owner.metadata.name} ${script}`];
    }),
  );
  expect(missing).toEqual([]);
});

test('conformance knows its tools, and asks no cluster unless it is named', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  expect(await main(['conformance', '--only', 'kubctl'])).toBe(1);
  expect(said.mock.calls.join()).toContain('--only kubctl: no such tool; did you mean kubectl?');
  said.mockRestore();
  const kubectl = kubernetesChecks.find(({ tool }) => tool === 'kubectl');
  expect(kubectl?.lacks?.({} as Workspace)).toContain('--context');
});
