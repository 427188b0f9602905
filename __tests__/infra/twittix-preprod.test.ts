import { parse } from 'yaml';
import * as facts from '../../config/twittix';
import { swarmFiles } from '../../infra/systems/twittix/files';
import { composeFile, ENCRYPTED, resources, Variable } from '../../infra/systems/twittix/files/compose';
import { builtIn, builtInFiles, builtInStacks } from '../support/built-in';
import type { Block } from '../support/terraform';

type Config = facts.OnSwarmConfig;

/** What we read of a compose file. */
interface Read {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { external?: true; name?: string; driver_opts?: object }>>;
  readonly secrets: Readonly<Record<string, object>>;
}

interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly secrets?: readonly { readonly source: string; readonly target: string }[];
  readonly deploy: Block;
}

interface StandIn {
  readonly name: string;
  readonly health: string;
  readonly ready: string;
  readonly calls: Readonly<Record<string, string>>;
}

const { config } = builtIn<Config>('twittix', 'preprod');
const { services } = config;
const each = facts.named(services);
const files = Object.fromEntries(builtInFiles('twittix', 'preprod').map(({ name, text }) => [name, text]));
const composeFiles = Object.keys(files).filter((name) => /^version:/m.test(files[name] ?? ''));
const read = (name: string) => parse(files[name] ?? '') as Read;
const stack = read('stack.yml');
const smoke = read('smoke.yml');
const standIn = (service: Service | undefined) => JSON.parse(service?.environment.STAND_IN ?? '{}') as StandIn;

/** The files for a config that a test changes. */
function after(change: (config: Config) => void): Record<string, string> {
  return swarmFiles(
    builtIn<Config>('twittix', 'preprod', (changed) => {
      change(changed);
      return changed;
    }).config,
  );
}

/** Who is on a network. */
const members = ({ services: all }: Read, network: string) =>
  Object.keys(all).filter((name) => all[name]?.networks.includes(network));

describe('ways', () => {
  const inside = Object.keys(stack.networks).filter((network) => !stack.networks[network]?.external);
  const outside = Object.keys(stack.networks).filter((network) => stack.networks[network]?.external);
  const pairs = (all: Read, networks: readonly string[]) =>
    networks.map((network) => members(all, network).sort().join(' '));

  test('are those of the map, each a network of two, and there is no other', () => {
    const { database, store, mail } = facts.backends;
    const wanted = [
      ...facts.callsOf(services).map(({ from, to }) => [from, to]),
      ...each.flatMap((service) => [
        ...(service.database ? [[service.name, database.name]] : []),
        ...(service.store ? [[service.name, store.name]] : []),
        ...(service.mail ? [[service.name, mail.name]] : []),
      ]),
      [facts.RIGHTS, database.name],
    ];
    expect(pairs(stack, inside).sort()).toEqual(wanted.map((pair) => pair.sort().join(' ')).sort());
  });

  test('lead from the gateway to each published service by itself, and to the mailbox', () => {
    expect(Object.fromEntries(outside.map((network) => [network, members(stack, network)]))).toEqual(
      Object.fromEntries(
        [...facts.published(services).map(({ name }) => name), 'mail'].map((name) => [
          `twittix-gateway-${name}`,
          [name],
        ]),
      ),
    );
  });

  test('cannot be read by those between the nodes', () => {
    for (const network of inside) expect(stack.networks[network]?.driver_opts).toEqual({ encrypted: '' });
  });

  test('lead nowhere else: nothing is published', () => {
    expect(composeFiles.length).toBeGreaterThan(2);
    for (const name of composeFiles) {
      expect(files[name]).not.toMatch(/^\s*(ports|expose|network_mode|external_links|links):/m);
    }
  });

  test('go and come with the calls of the map', () => {
    const without = parse(
      after((changed) => {
        delete changed.services.api?.calls?.RECOMMENDATION_API_URL;
      })['stack.yml'] ?? '',
    ) as Read;
    expect(Object.keys(without.networks)).not.toContain('api_suggestions-api');
    expect(Object.keys(without.networks)).toHaveLength(Object.keys(stack.networks).length - 1);
  });
});

describe('smoke', () => {
  test('tries every call, and no other, by the URL and from the networks of the caller', () => {
    const tried = Object.entries(smoke.services).flatMap(([name, service]) => {
      const { calls } = standIn(service);
      return Object.entries(calls).map(([variable, path]) => {
        const url = new URL(`${service.environment[variable]}${path}`);
        return { name, from: standIn(service).name, to: url.hostname, url: url.href, networks: service.networks };
      });
    });
    expect(tried.map(({ from, to }) => `${from} -> ${to}`).sort()).toEqual(
      facts
        .callsOf(services)
        .map(({ from, to }) => `${from} -> ${to}`)
        .sort(),
    );
    for (const { name, from, to, url, networks } of tried) {
      const called = services[to] as facts.Service;
      expect(url).toBe(`http://${to}:${called.port}${facts.probePath(called, 'health')}`);
      // The one in between is external here, and the stack's own.
      const between = networks.filter((network) => members(stack, network).includes(to));
      expect(between).toContain(`${from}_${to}`);
      // Under the service's own name it would take the answers that are the service's.
      expect(name).toBe(`try-${from}`);
    }
  });

  test('has the variables and secrets of each service, and the networks by which it reaches something', () => {
    for (const service of Object.values(smoke.services)) {
      const { name } = standIn(service);
      const real = stack.services[name] as Service;
      expect(service.environment).toEqual(real.environment);
      expect(service.secrets).toEqual(real.secrets);
      expect(service.networks).toEqual(real.networks.filter((network) => network.startsWith(`${name}_`)));
    }
    const needy = each.filter(({ calls, database, store, mail }) => calls || database || store || mail);
    expect(Object.keys(smoke.services)).toEqual(needy.map(({ name }) => `try-${name}`));
  });

  test('and every public path', () => {
    expect(files['smoke.env']).toContain(
      `\nPATHS=${facts
        .published(services)
        .map((service) => facts.probePath(service, 'health'))
        .join()}\n`,
    );
  });
});

describe('secrets', () => {
  const named = (text: Read) => Object.values(text.services).flatMap(({ secrets = [] }) => secrets);
  const { generated, provided } = facts.swarmSecrets(config);

  test('are those that Ansible makes, and no others', () => {
    expect(Object.keys(stack.secrets).sort()).toEqual([...generated, ...provided].sort());
    for (const name of composeFiles) {
      const { secrets } = read(name);
      expect(Object.values(secrets).every((secret) => JSON.stringify(secret) === '{"external":true}')).toBe(true);
      expect([...new Set(named(read(name)).map(({ source }) => source))].sort()).toEqual(Object.keys(secrets).sort());
    }
  });

  test('are files, whose paths the variables name', () => {
    for (const name of composeFiles) {
      for (const { environment = {}, secrets = [] } of Object.values(read(name).services)) {
        const targets = secrets.map(({ source, target }) => {
          expect(target).toBe(facts.secretPath(source));
          return target;
        });
        const paths = Object.entries(environment).filter(([variable]) => variable.endsWith('_FILE'));
        for (const [, path] of paths) expect(targets).toContain(path);
      }
    }
  });

  test('of a login are for its service, and for who gives it its rights', () => {
    for (const { name, database } of each) {
      const users = Object.keys(stack.services).filter((user) =>
        stack.services[user]?.secrets?.some(({ source }) => source === `${name}-database-password`),
      );
      expect(users).toEqual(database ? [name, facts.RIGHTS] : []);
    }
  });
});

describe('a service', () => {
  test.each(each)('$name runs the stand-in until it is delivered, and its own image from then on', ({ name }) => {
    const variable = `${name.toUpperCase().replaceAll('-', '_')}_IMAGE`;
    expect(stack.services[name]?.image).toBe(`\${${variable}:-${config.standIn}}`);
    expect(facts.serviceImage(config, name, 'abc').repository).toBe(`${config.registry}/${name}`);
  });

  test.each(each)('$name comes before the one that it replaces goes, and that one comes back', ({ name }) => {
    expect(stack.services[name]?.deploy).toMatchObject({
      update_config: { order: 'start-first', failure_action: 'rollback' },
      rollback_config: { order: 'start-first' },
    });
  });

  test('no container has a right of root, or a disk of its own that is gone with it', () => {
    for (const [name, service] of composeFiles.flatMap((file) => Object.entries(read(file).services))) {
      expect({ name, ...service }).toMatchObject({ name, cap_drop: ['ALL'], read_only: true });
    }
  });

  test.each(['postgres', 'store', 'mail'])('%s never runs twice at a time', (name) => {
    expect(stack.services[name]?.deploy).toMatchObject({ replicas: 1, update_config: { order: 'stop-first' } });
  });

  test('has a migration where the map says so, with its database and nothing else', () => {
    const migrated = Object.keys(files).flatMap((name) => /^migrate\/(.+)\.yml$/.exec(name)?.[1] ?? []);
    expect(migrated).toEqual(each.filter(({ migrate }) => migrate).map(({ name }) => name));
    for (const name of migrated) {
      const { services: jobs, secrets } = read(`migrate/${name}.yml`);
      const { DATABASE_URL, DATABASE_PASSWORD_FILE } = stack.services[name]?.environment ?? {};
      expect(jobs[`migrate-${name}`]).toMatchObject({
        image: '${IMAGE:?}',
        command: services[name]?.migrate,
        environment: { ...services[name]?.environment, DATABASE_URL, DATABASE_PASSWORD_FILE },
        networks: [`${name}_postgres`],
      });
      expect(Object.keys(secrets)).toEqual([`${name}-database-password`]);
    }
  });
});

test('the gateway leads where the map says, the longest path first', () => {
  const routes = [...(files['gateway/default.conf'] ?? '').matchAll(/location (.+) \{\n +set \$upstream (.+);/g)];
  expect(routes.map(([, path, to]) => `${path} ${to}`)).toEqual([
    '~ ^/mailpit(/|$) http://mail:8025',
    ...facts
      .published(services)
      .map(({ name, path, port }) =>
        path === '/' ? `/ http://${name}:${port}` : `~ ^${path}(/|$) http://${name}:${port}`,
      ),
  ]);
});

test('without mail there is no catcher, without a store no store, without databases no PostgreSQL', () => {
  const bare = after((changed) => {
    for (const service of Object.values(changed.services)) {
      Object.assign(service, { mail: false, store: false, database: undefined, migrate: undefined });
    }
  });
  const { services: left, networks } = parse(bare['stack.yml'] ?? '') as Read;
  expect(Object.keys(left)).toEqual(each.map(({ name }) => name));
  expect(Object.keys(networks).filter((name) => /postgres|store|mail/.test(name))).toEqual([]);
  expect(bare['gateway/default.conf']).not.toContain('mailpit');
});

test('what a text of the config says is what the container gets', () => {
  const text = 'costs $5, ${HOME} or $$';
  const file = after((changed) => Object.assign(changed.services.api as object, { environment: { PRICE: text } }));
  expect(file['stack.yml']).toContain('PRICE: costs $$5, $${HOME} or $$$$\n');
  const one = {
    networks: [],
    cap_drop: ['ALL'] as const,
    deploy: { resources: resources(1, 1), restart_policy: { condition: 'any' as const } },
  };
  const made = composeFile({
    services: { a: { ...one, image: new Variable('IMAGE', 'a:$1') } },
    networks: { n: ENCRYPTED },
  });
  expect(made).toContain('image: ${IMAGE:-a:$$1}\n');
});

describe('Cloud Run agrees', () => {
  const run = builtInStacks('twittix', 'production').stacks['twittix-production-services'];
  const blocks = (run?.resource.google_cloud_run_v2_service ?? {}) as Readonly<Record<string, Block>>;

  interface Container {
    readonly env?: readonly { readonly name: string }[];
    readonly ports?: { readonly container_port: number };
    readonly startup_probe: { readonly http_get: { readonly path: string } };
    readonly liveness_probe: { readonly http_get: { readonly path: string } };
  }

  /** What only one of the two has: who one is there is told by a password, by an account or by the place. */
  const only = {
    swarm: ['DATABASE_PASSWORD_FILE', 'STORE_PASSWORD_FILE', 'STAND_IN'],
    cloudRun: ['STORE_LOGIN', 'STORE_CA', 'SMTP_USERNAME', 'SMTP_PASSWORD_FILE'],
  };
  const secretsOf = { swarm: /-database-password$|^store-password$/, cloudRun: /^smtp-password$/ };
  const without = (all: readonly string[], not: readonly string[] | RegExp) =>
    all.filter((name) => !('test' in not ? not.test(name) : not.includes(name))).sort();

  test.each(each)('$name: name, port, paths of health, variables and secrets', ({ name }) => {
    const here = stack.services[name] as Service;
    const there = blocks[name.replaceAll('-', '_')] as Block;
    const { containers, volumes = [] } = there.template as {
      containers: Container[];
      volumes?: { secret?: { secret: string } }[];
    };
    const container = containers[0] as Container;
    expect(there.name).toBe(name);
    expect(String(container.ports?.container_port)).toBe(here.environment.PORT);
    const { health, ready } = standIn(here);
    expect([container.liveness_probe.http_get.path, container.startup_probe.http_get.path]).toEqual([health, ready]);
    const variables = (container.env ?? []).map((variable) => variable.name);
    // Cloud Run itself says it.
    expect(without(['PORT', ...without(variables, ['PORT'])], only.cloudRun)).toEqual(
      without(Object.keys(here.environment), only.swarm),
    );
    const mounted = volumes.flatMap(({ secret }) => (secret ? [secret.secret] : []));
    expect(without(mounted, secretsOf.cloudRun)).toEqual(
      without(
        (here.secrets ?? []).map(({ source }) => source),
        secretsOf.swarm,
      ),
    );
  });
});
