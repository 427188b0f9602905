import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { waiversOf } from '../../../config/system';
import { SystemStack } from '../../../infra/constructs/stack';
import { check } from '../../../policy/check';
import { synthesize as makeAll } from '../../../synthesis/synthesize';
import { loadTargets } from '../../../synthesis/targets';
import { reviewedStacks } from '../../support/reviewed';
import { synthesize } from '../../support/terraform';
import { builtIn, cluster, data, only, production, synthesized } from './production';

reviewedStacks('reactivite');

describe('stacks', () => {
  test('are named after system, environment and part, and deployed in order', () => {
    expect(synthesized.dependencies).toEqual({
      'reactivite-production-network': [],
      'reactivite-production-data': ['reactivite-production-network'],
      'reactivite-production-cluster': ['reactivite-production-data'],
    });
  });

  test('keep their state in the bucket that the environment names', async () => {
    const inBucket = await synthesize(production(({ gcp }) => Object.assign(gcp, { stateBucket: 'my-states' })));
    for (const [name, { terraform }] of Object.entries(inBucket.stacks)) {
      expect(terraform.backend).toEqual({ gcs: { bucket: 'my-states', prefix: name } });
    }
  });

  test('refuse two constructs of one Terraform name', () => {
    class Colliding extends SystemStack {
      constructor(app: App) {
        super(app, builtIn, { part: 'colliding' });
        new TerraformOutput(this, 'a_b', { value: 1 });
        new TerraformOutput(new Construct(this, 'a'), 'b', { value: 2 });
      }
    }
    const outdir = mkdtempSync(join(tmpdir(), 'terrachart-'));
    try {
      const app = new App({ outdir });
      new Colliding(app);
      expect(() => app.synth()).toThrow('two TerraformOutput are named a_b; rename the one at a/b');
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});

describe('placeholders', () => {
  test('leave nothing behind once replaced', async () => {
    expect(builtIn.placeholders).toContain('gcp.projectId: my-project');
    const folder = mkdtempSync(join(tmpdir(), 'terrachart-'));
    const file = join(folder, 'terrachart.yaml');
    writeFileSync(
      file,
      `reactivite:
        production:
          hosts: { streamlit: app.acme.com, fastapi: api.acme.com }
          certificates: { email: ops@acme.com }
          gcp: { projectId: dogs-4711 }`,
    );
    const replaced = await synthesize(...loadTargets(file).filter(({ system }) => system === builtIn.system));
    rmSync(folder, { recursive: true });
    for (const stack of Object.values(replaced.stacks)) {
      expect(stack.locals ?? {}).not.toHaveProperty('placeholders');
      expect(stack.resource.terraform_data ?? {}).not.toHaveProperty('configured');
    }
    expect(JSON.stringify(replaced.stacks)).not.toContain('my-project');
  });
});

describe('labels', () => {
  const labels = { 'part-of': 'reactivite', environment: 'production', 'managed-by': 'terrachart' };

  test('are on everything, through the provider', () => {
    for (const { provider } of Object.values(synthesized.stacks)) {
      expect(provider.google).toMatchObject([{ default_labels: labels }]);
    }
  });

  test('are on what the provider misses', () => {
    expect(only(data, 'google_sql_database_instance')).toHaveProperty('settings.user_labels', labels);
    expect(only(cluster, 'google_container_cluster').resource_labels).toEqual(labels);
    expect(only(cluster, 'google_container_node_pool')).toHaveProperty('node_config.resource_labels', labels);
  });
});

test('a configuration that lifts protections and asks for public nodes is warned about, and synthesized', async () => {
  const target = production(({ gcp }) => {
    Object.assign(gcp.cluster, { privateNodes: false, privateEndpoint: false, deletionProtection: false });
    Object.assign(gcp.cluster, { authorizedNetworks: { office: '198.51.100.0/24' } });
    Object.assign(gcp.keys, { deletionProtection: false });
  });
  const { findings, warnings } = check(
    (await makeAll({ terraform: [target], kubernetes: [target] })).view(target.environment),
    { waivers: waiversOf([target]) },
  );
  expect(findings.map(({ object, detail }) => `${object} ${detail}`)).toEqual([]);
  expect([...new Set(warnings.map(({ rule }) => rule.id))]).toEqual(['deletion-protection', 'gke']);
});

test('outputs say what people need, each with a description', () => {
  const outputs = Object.values(synthesized.stacks).flatMap(({ output }) => Object.entries(output));
  expect(outputs.map(([name]) => name).sort()).toEqual([
    'app_urls',
    'cluster_endpoint',
    'cluster_name',
    'dns_records',
    'kubeconfig_command',
    'nat_address',
    'node_pool_name',
    'registry_url',
    'sql_connection_name',
    'traefik_address',
    'vpc_name',
  ]);
  for (const [, { description }] of outputs) expect(description).toMatch(/\.$/);
});
