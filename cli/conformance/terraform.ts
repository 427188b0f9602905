import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { askSchema } from './provider-schema';
import { ask, type Check, type Workspace } from './tool';

function stackFolders({ stacks }: Workspace): string[] {
  return readdirSync(stacks).map((name) => path.join(stacks, name));
}

/**
 * The stacks without their `terraform` block: a version in it, which is a string, ends checkov's parser.
 * @returns their folder
 */
function withoutSettings(workspace: Workspace): string {
  const folder = path.join(workspace.scratch, 'plain-stacks');
  for (const stack of stackFolders(workspace)) {
    const { terraform: _, '//': __, ...blocks } = JSON.parse(readFileSync(path.join(stack, 'cdk.tf.json'), 'utf8'));
    const copy = path.join(folder, path.basename(stack));
    mkdirSync(copy, { recursive: true });
    writeFileSync(path.join(copy, 'cdk.tf.json'), JSON.stringify(blocks, undefined, 2));
  }
  return folder;
}

/** Tools that look at the Terraform stacks. */
export const terraformChecks: readonly Check[] = [
  {
    tool: 'terraform',
    looksAt: 'each stack, by its providers: init without state, then validate; schemas of bindings of our own',
    install: 'https://developer.hashicorp.com/terraform/install',
    run: (workspace) =>
      stackFolders(workspace).flatMap((folder) => {
        const init = ask('terraform', ['init', '-backend=false', '-input=false', '-no-color'], folder);
        if (init.length > 0) return init;
        return [...ask('terraform', ['validate', '-no-color'], folder), ...askSchema(folder, workspace)];
      }),
  },
  {
    tool: 'checkov',
    looksAt: 'stacks and charts',
    install: 'pipx install checkov',
    run: (workspace) =>
      [withoutSettings(workspace), ...workspace.environments.map(workspace.charts)].flatMap((folder) =>
        ask(
          'checkov',
          [
            `--directory=${folder}`,
            '--config-file=cli/conformance/checkov.yaml',
            '--quiet',
            '--compact',
            '--skip-download',
          ],
          workspace.root,
        ),
      ),
  },
  {
    tool: 'trivy',
    looksAt: 'stacks and charts, for what is high or critical',
    install: 'https://trivy.dev/latest/getting-started/installation/',
    run: ({ root, stacks, charts, environments }) =>
      [stacks, ...environments.map(charts)].flatMap((folder) =>
        ask(
          'trivy',
          [
            'config',
            '--severity=HIGH,CRITICAL',
            '--exit-code=1',
            '--skip-check-update',
            '--offline-scan',
            '--quiet',
            folder,
          ],
          root,
        ),
      ),
  },
];
