import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { queriesIn } from '../../cli/conformance/contents';
import type { Target } from '../../config/system';
import { type OnSwarmConfig, SYSTEM, swarmSecrets } from '../../config/twittix';
import { inventory, sshConfig } from '../../infra/systems/twittix/inventory';
import { loadTargets } from '../../synthesis/targets';
import { metricsIn, promqlProblems } from '../support/promql';

const ansible = join(__dirname, '../../infra/systems/twittix/ansible');
const read = (file: string) => readFileSync(join(ansible, file), 'utf8');
const { config } = loadTargets().find(
  ({ system, environment }) => system.name === SYSTEM && environment === 'preprod',
) as Target<OnSwarmConfig>;
const gateway = { image: 'registry.example/gateway:1', folder: 'gateway', mount: '/etc/gateway', port: 8080 };
/** Every file below a folder. */
function filesOf(folder: string): string[] {
  return readdirSync(join(ansible, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => statSync(join(ansible, file)).isFile());
}

const { all } = parse(inventory(config, gateway));

test('the inventory has each machine in the group of its role, with the way to it', () => {
  expect(all.children).toEqual({
    swarm: {
      children: {
        managers: {
          hosts: {
            'twittix-1': {
              ansible_host: '203.0.113.10',
              cluster_address: '192.168.1.1',
              storage_address: '192.168.5.1',
            },
          },
        },
        workers: {
          hosts: {
            'twittix-2': {
              ansible_host: '192.168.1.2',
              cluster_address: '192.168.1.2',
              storage_address: '192.168.5.2',
            },
          },
        },
      },
    },
    monitors: {
      hosts: {
        monitoring: { ansible_host: '192.168.1.3', cluster_address: '192.168.1.3', storage_address: '192.168.5.3' },
      },
    },
  });
  expect(sshConfig(config)).toContain('Host monitoring\n  HostName 192.168.1.3\n  ProxyJump twittix-1\n');
});

test('a machine with one network keeps backups and metrics there', () => {
  const changed = structuredClone(config);
  const worker = changed.proxmox.hosts['twittix-2'];
  if (worker) worker.networks = { cluster: worker.networks.cluster as never };
  const { workers } = parse(inventory(changed, gateway)).all.children.swarm.children;
  expect(workers.hosts['twittix-2'].storage_address).toBe('192.168.1.2');
});

test('the Swarm has the secrets of the services, and a password for each login to what it runs itself', () => {
  expect(swarmSecrets(config)).toEqual({
    generated: [
      'app-secret',
      'auth-api-key',
      'jwt-secret',
      'postgres-password',
      'api-database-password',
      'auth-api-database-password',
      'suggestions-api-database-password',
      'store-password',
    ],
    provided: [],
  });
});

describe('the playbook', () => {
  const tasks = readdirSync(join(ansible, 'roles')).flatMap((role) =>
    readdirSync(join(ansible, 'roles', role, 'tasks')).flatMap(
      (file) => parse(read(`roles/${role}/tasks/${file}`)) as Record<string, unknown>[],
    ),
  );

  test('plays every role, and they use every fact of the inventory', () => {
    const plays = parse(read('playbook.yml')) as { roles: (string | { role: string })[] }[];
    const used = plays.flatMap(({ roles }) => roles).map((role) => (typeof role === 'string' ? role : role.role));
    const own = used.filter((role) => existsSync(join(ansible, 'roles', role)));
    expect([...new Set(own)].sort()).toEqual(readdirSync(join(ansible, 'roles')).sort());
    const shared = parse(read('../../../ansible/roles/docker/meta/argument_specs.yml')).argument_specs.main.options;
    const texts = [...filesOf('').map(read), ...Object.keys(shared).map((name) => ` ${name}`)].join('\n');
    expect(Object.keys(all.vars).filter((name) => !/^ansible_/.test(name) && !texts.match(`[{ .]${name}\\b`))).toEqual(
      [],
    );
  });

  test('prints no token of the Swarm', () => {
    const secretive = tasks.filter((task) => /swarm (init|join)|join-token/.test(JSON.stringify(task)));
    expect(secretive.length).toBeGreaterThan(3);
    expect(secretive.filter((task) => task.no_log !== true).map(({ name }) => name)).toEqual([]);
  });
});

/** Where each metric that an alert or a dashboard asks for is described. */
const documented: Readonly<Record<string, RegExp>> = {
  'https://prometheus.io/docs/concepts/jobs_instances/': /^up$/,
  'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/': /^ALERTS$/,
  'https://github.com/prometheus/node_exporter#collectors':
    /^node_(boot_time_seconds|cpu_seconds_total|filesystem_(avail_bytes|readonly|size_bytes)|memory_(MemAvailable|MemTotal|SwapFree|SwapTotal)_bytes|network_(receive|transmit)_bytes_total|timex_(offset_seconds|sync_status))$/,
  'https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md':
    /^container_(cpu_usage_seconds_total|last_seen|memory_working_set_bytes|oom_events_total|spec_memory_limit_bytes|start_time_seconds)$/,
  'https://github.com/moby/swarmkit/blob/master/manager/metrics/collector.go':
    /^swarm_manager_(leader|nodes|tasks_total)$/,
  'roles/backup_store/files/backup-store.sh': /^backup_last_timestamp_seconds$/,
};

describe('what is watched', () => {
  const files = ['rules', 'dashboards'].flatMap((folder) =>
    readdirSync(join(ansible, 'roles/monitoring/files', folder)).map(
      (file) => `roles/monitoring/files/${folder}/${file}`,
    ),
  );
  const queries = files.flatMap((file) => queriesIn(parse(read(file)), file));

  test('asks in PromQL', () => {
    expect(queries.length).toBeGreaterThan(20);
    expect(queries.flatMap(({ where, expr }) => promqlProblems(expr).map((text) => `${where}: ${text}`))).toEqual([]);
  });

  test('asks for metrics that exist, and the list names no other', () => {
    const asked = [...new Set(queries.flatMap(({ expr }) => metricsIn(expr)))];
    const known = Object.values(documented);
    expect(asked.filter((metric) => !known.some((pattern) => pattern.test(metric)))).toEqual([]);
    expect(known.filter((pattern) => !asked.some((metric) => pattern.test(metric)))).toEqual([]);
  });

  test('fires Watchdog always, and says of each alert how bad it is and what it means', () => {
    const rules = files
      .filter((file) => file.endsWith('.yml'))
      .flatMap((file) => parse(read(file)).groups.flatMap((group: { rules: unknown[] }) => group.rules));
    expect(rules.find(({ alert }: { alert: string }) => alert === 'Watchdog')?.expr).toBe('vector(1)');
    for (const { labels, annotations } of rules) {
      expect(['none', 'info', 'warning', 'critical']).toContain(labels.severity);
      expect(Object.keys(annotations)).toEqual(['summary', 'description']);
    }
  });
});
