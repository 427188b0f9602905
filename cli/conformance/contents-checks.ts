import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { type Content, filesIn, inlineScripts, queriesIn } from './contents';
import { ask, type Check, type Workspace } from './tool';

/** Tools that look at what objects carry inside, and at the scripts and workflows of the repository. */
export const contentChecks: readonly Check[] = [
  {
    tool: 'promtool',
    looksAt: 'configuration and rules of Prometheus, and the queries of dashboards',
    install: 'https://prometheus.io/download/',
    lacks: (workspace) =>
      discovers(workspace)
        ? undefined
        : 'discovery of Kubernetes: a distribution left it out, https://prometheus.io/download/',
    run: (workspace) => [
      ...workspace.environments.flatMap((environment) => askPromtool(workspace, environment)),
      ...askPromtoolAboutRoles(workspace),
    ],
  },
  {
    tool: 'shellcheck',
    looksAt: 'scripts: in ConfigMaps, in commands, in the repository',
    install: 'https://github.com/koalaman/shellcheck#installing',
    run: (workspace) => {
      const scripts = workspace.environments.flatMap((environment) => {
        const objects = workspace.objects(environment);
        return [...filesIn(objects).filter(({ name }) => name.endsWith('.sh')), ...inlineScripts(objects)];
      });
      const folder = path.join(workspace.scratch, 'scripts');
      const written = scripts.map((script) => write(folder, script, script.text.startsWith('#!') ? '' : '#!/bin/sh\n'));
      const own = workspace.files.filter((file) => file.endsWith('.sh') || file.startsWith('.ci/'));
      return ask(
        'shellcheck',
        [`--exclude=${Object.keys(acceptedInScripts)}`, ...new Set(written), ...own],
        workspace.root,
      );
    },
  },
  {
    tool: 'actionlint',
    looksAt: 'GitHub workflows',
    install: 'go install github.com/rhysd/actionlint/cmd/actionlint@latest',
    run: ({ root }) => ask('actionlint', [], root),
  },
  {
    tool: 'ansible-lint',
    looksAt: 'playbooks and roles',
    install: 'pipx install ansible-lint',
    lacks: (workspace) => (ansibleFolders(workspace).length === 0 ? 'a playbook to look at' : undefined),
    run: (workspace) =>
      ansibleFolders(workspace).flatMap((folder) =>
        ask('ansible-lint', ['--offline', '--nocolor', '--profile', 'production'], path.join(workspace.root, folder)),
      ),
  },
];

/** What shellcheck may say, with the reason. */
export const acceptedInScripts: Readonly<Record<string, string>> = {
  SC1091: 'a file that is sourced exists only in the pod',
  SC2012: 'the names that are listed are our own, without blanks; busybox has no other way to sort by name and cut',
};

/** Those of playbooks, and those whose `roles/` several playbooks share. */
function ansibleFolders({ files }: Workspace): string[] {
  const playbooks = files.filter((file) => path.basename(file) === 'playbook.yml').map((file) => path.dirname(file));
  const roles = files.flatMap((file) => /^(.+)\/roles\/[^/]+\/tasks\/main\.yml$/.exec(file)?.[1] ?? []);
  return [...new Set([...playbooks, ...roles])].sort();
}

/** Debian builds promtool without it, and then refuses what Prometheus itself accepts. */
function discovers({ scratch }: Workspace): boolean {
  const file = path.join(scratch, 'discovery.yaml');
  const job = { job_name: 'pods', kubernetes_sd_configs: [{ role: 'pod' }] };
  writeFileSync(file, stringify({ scrape_configs: [job] }));
  return ask('promtool', ['check', 'config', '--syntax-only', file], scratch).length === 0;
}

/** Dashboards have no file format that promtool reads: their queries pass for recording rules. */
function askPromtool({ scratch, objects }: Workspace, environment: string): string[] {
  const folder = path.join(scratch, 'prometheus', environment);
  const found = filesIn(objects(environment));
  const written = (like: RegExp) => found.filter(({ text }) => like.test(text)).map((file) => write(folder, file));
  const rules = written(/^groups:/m);
  const configurations = written(/^scrape_configs:/m);
  const boards = found.filter(({ name }) => name.endsWith('.json'));
  return [
    ...configurations.flatMap((file) => ask('promtool', ['check', 'config', '--syntax-only', file], folder)),
    ...askRules(folder, rules, boards),
  ];
}

/** What roles of Ansible bring to a Prometheus and a Grafana outside of a cluster. */
function askPromtoolAboutRoles({ root, scratch, files }: Workspace): string[] {
  const own = files.filter((file) => /\/roles\/[^/]+\/files\//.test(file));
  const rules = own.filter((file) => /\/rules\/[^/]+\.yml$/.test(file)).map((file) => path.join(root, file));
  const boards = own
    .filter((file) => /\/dashboards\/[^/]+\.json$/.test(file))
    .map((name) => ({ name, text: readFileSync(path.join(root, name), 'utf8') }));
  return askRules(path.join(scratch, 'prometheus', 'roles'), rules, boards);
}

function askRules(
  folder: string,
  rules: readonly string[],
  boards: readonly { name: string; text: string }[],
): string[] {
  const found = boards.flatMap(({ name, text }) => queriesIn(parse(text), name));
  const queries = path.join(folder, 'queries.yaml');
  const asRules = found.map(({ expr }, i) => ({ record: `query:${i}`, expr }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(queries, stringify({ groups: [{ name: 'dashboards', rules: asRules }] }));
  return [...rules, ...(found.length > 0 ? [queries] : [])].flatMap((file) =>
    ask('promtool', ['check', 'rules', file], folder),
  );
}

/** Each ConfigMap is a folder, so that its files find each other. */
function write(folder: string, { object, name, text }: Content, head = ''): string {
  const file = path.join(folder, object.replaceAll('/', '.'), name.replaceAll(' ', '.'));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, head + text + (head && '\n'));
  return file;
}
