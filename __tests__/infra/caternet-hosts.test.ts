import { parse } from 'yaml';
import { caternet, contracts, deliveredTo, nodesOf, type OnOwnMachinesConfig } from '../../config/caternet';
import { askedGiB, workersGiB } from '../../config/caternet/internal-rules';
import { ENVIRONMENT_GIB, guests } from '../../config/caternet/internal-tools';
import { contains } from '../../config/ranges';
import { validate } from '../../config/validate';
import { hostFiles } from '../../infra/systems/caternet/files';
import { builtIn, builtInFiles, builtInManifests, builtInStacks } from '../support/built-in';
import { reviewedFiles } from '../support/reviewed';
import type { Block } from '../support/terraform';

/** The machines of the internal cluster: what is true of them, and what is refused. */

type Config = OnOwnMachinesConfig;

const { config } = builtIn<Config>('caternet', 'internal');
const machines = builtInStacks('caternet', 'internal').stacks['caternet-internal-hosts']?.resource
  .proxmox_virtual_environment_vm as Record<string, Block>;
const files = Object.fromEntries(builtInFiles('caternet', 'internal').map(({ name, text }) => [name, text]));

/** What is said of a record that a test changes. */
function refusals(change: (config: Config) => void): string[] {
  const changed = structuredClone(config);
  change(changed);
  return validate(caternet.environments.internal, changed).map(({ keys, tell }) => `${keys.join('.')}: ${tell()}`);
}

const machine = (of: Config, name: string) => of.machines[name] as Config['machines'][string];

describe('the machines', () => {
  const servers = (role: string) =>
    Object.values(config.machines)
      .filter((each) => each.role === role)
      .map(({ server }) => server);

  test('are ten, with the addresses of the plan, and each on its server', () => {
    const made = Object.values(machines).map(({ name, node_name, initialization }) => {
      const cards = (initialization as { ip_config: { ipv4: { address: string } }[] }).ip_config;
      return `${name} ${node_name} ${cards[0]?.ipv4.address}`;
    });
    expect(made.sort()).toEqual([
      'kube-control-plane-1 compute-1 10.10.10.10/24',
      'kube-control-plane-2 storage-server-1 10.10.10.11/24',
      'kube-control-plane-3 storage-server-2 10.10.10.12/24',
      'kube-load-balancer compute-1 10.10.10.1/24',
      'kube-worker-1 compute-2 10.10.10.13/24',
      'kube-worker-2 compute-1 10.10.10.14/24',
      'openvpn compute-1 10.10.10.3/24',
      'storage-1 storage-server-1 10.10.10.20/24',
      'storage-2 storage-server-2 10.10.10.21/24',
      'storage-controller compute-2 10.10.10.2/24',
    ]);
  });

  test('survive the loss of a server: control planes on three, workers on two, replicas and witness on three', () => {
    expect(new Set(servers('control-plane')).size).toBe(3);
    expect(new Set(servers('worker')).size).toBe(2);
    expect(new Set([...servers('storage'), ...servers('storage-controller')]).size).toBe(3);
  });

  test('go out by a public address or by NAT of their server, and by nothing else', () => {
    const gateways = Object.values(machines).map(({ initialization }) =>
      (initialization as { ip_config: { ipv4: { gateway?: string } }[] }).ip_config.map(({ ipv4 }) => ipv4.gateway),
    );
    for (const [inside, out] of gateways) {
      expect(inside).toBeUndefined();
      expect(['203.0.113.254', '192.168.1.254']).toContain(out);
    }
    expect(gateways.filter(([, out]) => out === '192.168.1.254')).toHaveLength(6);
  });

  test('have the firewall of Proxmox before every card', () => {
    const cards = Object.values(machines).flatMap(({ network_device }) => network_device as { firewall: boolean }[]);
    expect(cards).toHaveLength(20);
    expect(cards.filter(({ firewall }) => firewall !== true)).toEqual([]);
  });

  test('have a second disk where volumes are, and nowhere else', () => {
    const two = Object.values(machines).filter(({ disk }) => (disk as object[]).length === 2);
    expect(two.map(({ name }) => name)).toEqual(['storage-1', 'storage-2']);
  });
});

describe('what is open', () => {
  const rules = (name: string) =>
    (files[`firewall/${name}.fw`] ?? '').split('\n').filter((line) => /^(IN|OUT|GROUP)/.test(line));
  const source = (rule: string) => /-source (\S+)/.exec(rule)?.[1]?.split(',') ?? ['0.0.0.0/0'];
  const range = (address: string) => (address.includes('/') ? address : `${address}/32`);

  test.each(['cluster', ...Object.values(config.machines).map(({ id }) => String(id))])(
    'in %s is what a rule opens: the rest is dropped',
    (name) => {
      expect(files[`firewall/${name}.fw`]).toMatch(/^\[OPTIONS\]\nenable: 1\npolicy_in: DROP$/m);
      expect(rules(name).length).toBeGreaterThan(0);
    },
  );

  test('of a physical host is nothing to anybody outside the private network', () => {
    for (const rule of rules('cluster')) {
      for (const from of source(rule)) expect([rule, contains('10.10.10.0/24', range(from))]).toEqual([rule, true]);
    }
    // Proxmox opens its own ports to this by itself: the servers, and no machine.
    expect(files['firewall/cluster.fw']).toContain('local_network 10.10.10.192/26');
    for (const { address } of Object.values(config.machines)) {
      expect(contains('10.10.10.192/26', `${address}/32`)).toBe(false);
    }
  });

  test('of the API server is the private network and the VPN', () => {
    const api = Object.values(config.machines).flatMap(({ id }) =>
      rules(String(id)).filter((rule) => rule.includes('-dport 6443 ')),
    );
    expect(api).toHaveLength(4);
    for (const rule of api) {
      for (const from of source(rule)) {
        expect(['10.10.10.0/24', '10.8.0.0/24'].some((known) => contains(known, range(from)))).toBe(true);
      }
    }
  });

  test('to everybody is HTTP and HTTPS of the load balancer and the VPN, and nothing else', () => {
    const open = Object.entries(config.machines).flatMap(([name, { id }]) =>
      rules(String(id))
        .filter((rule) => source(rule).includes('0.0.0.0/0'))
        .map((rule) => `${name} ${/-p \S+ -dport \S+/.exec(rule)}`),
    );
    expect(open).toEqual(['kube-load-balancer -p tcp -dport 80,443', 'openvpn -p udp -dport 1194']);
  });

  test('to SSH from outside only as long as config names who', () => {
    const changed = structuredClone(config);
    changed.vpn.bootstrap = { office: '198.51.100.0/28' };
    expect(hostFiles(changed)['firewall/1003.fw']).toContain('-source 198.51.100.0/28 -p tcp -dport 22 ');
    expect(files['firewall/1003.fw']).toContain('IN ACCEPT -source 10.10.10.3 -p tcp -dport 22 ');
    expect(files['firewall/1003.fw']?.match(/-dport 22 /g)).toHaveLength(1);
  });

  test('follows the storage: DRBD between the nodes, or bricks between the three and NFS for the workers', () => {
    expect(rules('1020').join('\n')).toMatch(/-dport 7000:7999 /);
    const changed = structuredClone(config);
    changed.storage = 'gluster';
    machine(changed, 'storage-controller').dataGb = 20;
    const written = hostFiles(changed);
    expect(written['firewall/1020.fw']).toMatch(/-source 10\.10\.10\.13,10\.10\.10\.14 -p tcp -dport 2049 /);
    expect(written['firewall/1020.fw']).not.toMatch(/7000:7999|10250/);
    expect(nodesOf(changed)).toHaveLength(5);
  });
});

describe('the inventory', () => {
  const { all } = parse(files['inventory.yml'] ?? '');

  test('has the servers, and each machine in the group of its role', () => {
    expect(Object.keys(all.children.servers.hosts)).toEqual(Object.keys(config.servers));
    const groups = Object.entries(all.children.machines.children as Record<string, { hosts: object }>);
    expect(Object.fromEntries(groups.map(([name, { hosts }]) => [name, Object.keys(hosts)]))).toEqual({
      load_balancers: ['kube-load-balancer'],
      vpn: ['openvpn'],
      control_planes: ['kube-control-plane-1', 'kube-control-plane-2', 'kube-control-plane-3'],
      workers: ['kube-worker-1', 'kube-worker-2'],
      replicas: ['storage-1', 'storage-2'],
      witnesses: ['storage-controller'],
    });
  });

  test('lets the machines of the storage join the cluster where DRBD is, and nowhere else', () => {
    expect(Object.keys(all.children.kubernetes.children)).toEqual([
      'control_planes',
      'workers',
      'replicas',
      'witnesses',
    ]);
    const changed = structuredClone(config);
    changed.storage = 'gluster';
    const other = parse(hostFiles(changed)['inventory.yml'] ?? '').all.children.kubernetes.children;
    expect(Object.keys(other)).toEqual(['control_planes', 'workers']);
  });

  test('leads to all by the machine of the VPN, and the first time by a server', () => {
    expect(files.ssh_config).toContain('Host openvpn\n  HostName 203.0.113.3\n');
    expect(files.ssh_config).toContain('Host compute-1\n  HostName 10.10.10.200\n  ProxyJump openvpn\n');
    expect(files['first/ssh_config']).toContain('Host compute-1\n  HostName 203.0.113.200\n');
    expect(files['first/ssh_config']).toContain('Host openvpn\n  HostName 10.10.10.3\n  ProxyJump compute-1\n');
  });
});

describe('what does not fit is refused', () => {
  test.each<[string, (config: Config) => void, RegExp]>([
    [
      'two control planes on one server',
      (c) => {
        machine(c, 'kube-control-plane-2').server = 'compute-1';
        machine(c, 'kube-control-plane-2').memoryMiB = 2048;
      },
      /machines\.kube-control-plane-2\.server: .*another server than kube-control-plane-1's/,
    ],
    [
      'both workers on one server',
      (c) => {
        machine(c, 'kube-worker-2').server = 'compute-2';
        machine(c, 'kube-worker-2').memoryMiB = 16384;
        c.tools.gitlab = false;
        c.tools.spinnaker = false;
      },
      /machines\.kube-worker-2\.server: .*another server than kube-worker-1's/,
    ],
    [
      'both replicas on one server',
      (c) => {
        machine(c, 'storage-2').server = 'storage-server-1';
      },
      /machines\.storage-2\.server: .*another server than storage-1's/,
    ],
    [
      'an address twice',
      (c) => {
        machine(c, 'openvpn').address = '10.10.10.1';
      },
      /machines\.openvpn\.address: .*other than machines\.kube-load-balancer\.address has/,
    ],
    [
      'an address outside of its part of the plan',
      (c) => {
        machine(c, 'storage-1').address = '10.10.10.15';
      },
      /machines\.storage-1\.address: .*from 10\.10\.10\.20 to 10\.10\.10\.28/,
    ],
    [
      'an address of another network',
      (c) => {
        machine(c, 'storage-1').address = '10.10.11.20';
      },
      /machines\.storage-1\.address: .*from 10\.10\.10\.20 to/,
    ],
    [
      'a server among the machines',
      (c) => {
        (c.servers['compute-1'] as Config['servers'][string]).address = '10.10.10.9';
      },
      /servers\.compute-1\.address: .*from 10\.10\.10\.200 to/,
    ],
    [
      'a number twice',
      (c) => {
        machine(c, 'openvpn').id = 1001;
      },
      /machines\.openvpn\.id: /,
    ],
    [
      'a server that is not there',
      (c) => {
        machine(c, 'openvpn').server = 'compute-3';
      },
      /machines\.openvpn\.server: .*one of compute-1, compute-2/,
    ],
    [
      'a load balancer that nobody reaches',
      (c) => {
        delete machine(c, 'kube-load-balancer').public;
      },
      /machines\.kube-load-balancer: .*public/,
    ],
    [
      'a quorum device on one of the servers',
      (c) => {
        c.quorumDevice.address = '203.0.113.200';
      },
      /quorumDevice\.address: .*outside the servers/,
    ],
    [
      'a server abroad',
      (c) => {
        (c.servers['compute-1'] as { province: string }).province = 'US-NY';
      },
      /servers\.compute-1\.province: /,
    ],
    [
      'ranges that overlap',
      (c) => {
        c.network.pods = '10.8.0.0/16';
      },
      /network\.pods: .*network\.vpn/,
    ],
    [
      'two control planes',
      (c) => {
        delete c.machines['kube-control-plane-3'];
      },
      /machines: .*3 of the role control-plane, not 2/,
    ],
    [
      'Gluster without a brick for the arbiter',
      (c) => {
        c.storage = 'gluster';
      },
      /machines\.storage-controller: .*dataGb/,
    ],
    [
      'somebody who is revoked and is not',
      (c) => {
        c.vpn.revoked = ['first-administrator'];
      },
      /vpn\.revoked: .*first-administrator/,
    ],
    [
      'SSH for everybody',
      (c) => {
        c.vpn.bootstrap = { everybody: '0.0.0.0/0' };
      },
      /vpn\.bootstrap: .*a \/16 at most/,
    ],
    [
      'more memory than a server has',
      (c) => {
        machine(c, 'kube-worker-1').memoryMiB = 65536;
      },
      /servers\.compute-2\.memoryGiB: .*at least 72, or less for storage-controller, kube-worker-1/,
    ],
    [
      'more disk than a server has',
      (c) => {
        machine(c, 'storage-1').dataGb = 4000;
      },
      /servers\.storage-server-1\.diskGb: .*at least 4100/,
    ],
  ])('%s', (_, change, told) => {
    expect(refusals(change)).toEqual([expect.stringMatching(told)]);
  });

  test('tools that the workers have no memory for, naming what to switch off', () => {
    const smaller = (gib: number) => (c: Config) => {
      for (const name of ['kube-worker-1', 'kube-worker-2']) machine(c, name).memoryMiB = gib * 1024;
    };
    expect(askedGiB(config)).toBeLessThanOrEqual(workersGiB(config));
    expect(refusals(smaller(32))).toEqual([
      expect.stringMatching(
        /^tools: .*at most 56 GiB: .*spinnaker, test and qa ask for 65; switch off logs, or give the workers 9 GiB more/,
      ),
    ]);
    expect(refusals(smaller(20))).toEqual([
      expect.stringMatching(
        /at most 32 GiB: .*switch off (gitlab|spinnaker) and (gitlab|spinnaker) and monitoring, or/,
      ),
    ]);
    expect(
      refusals((c) => {
        smaller(32)(c);
        c.tools.logs = false;
      }),
    ).toEqual([]);
  });
});

test('the environments ask for no more memory than the arithmetic has for them', () => {
  const units: Readonly<Record<string, number>> = { Gi: 1, Mi: 1 / 1024 };
  for (const environment of guests) {
    const pods = builtInManifests(environment, 'caternet').objects.flatMap(({ kind, spec }) => {
      const { replicas = 1, template } = (spec ?? {}) as { replicas?: number; template?: { spec: PodSpec } };
      return template && ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)
        ? Array(replicas).fill(template.spec)
        : [];
    }) as PodSpec[];
    const asked = pods.flatMap(({ containers }) =>
      containers.map(({ resources }) => {
        const [, number, unit = ''] = /^(\d+)(\D+)$/.exec(resources?.requests?.memory ?? '0Mi') ?? [];
        return Number(number) * (units[unit] ?? Number.NaN);
      }),
    );
    expect(asked.reduce((sum, gib) => sum + gib, 0)).toBeLessThanOrEqual(ENVIRONMENT_GIB);
  }
});

interface PodSpec {
  readonly containers: readonly { readonly resources?: { readonly requests?: { readonly memory?: string } } }[];
}

describe('the tools', () => {
  const releases = builtInStacks('caternet', 'internal').stacks['caternet-internal-platform']?.resource
    .helm_release as Record<string, Block>;
  const values = (name: string) => JSON.parse((releases[name] as { values: string[] } & Block).values[0] ?? '{}');

  test('are pinned, installed all or not at all, and after the network', () => {
    expect(Object.keys(releases).sort()).toEqual(['certificates', 'dashboard', 'ingress', 'metrics', 'network']);
    for (const [name, { version, atomic, depends_on }] of Object.entries(releases)) {
      expect([name, version, atomic]).toEqual([name, expect.stringMatching(/^v?\d+\.\d+\.\d+$/), true]);
      expect(depends_on).toEqual(name === 'network' ? undefined : ['helm_release.network']);
    }
  });

  test('hold what the load balancer and Ansible say', () => {
    expect(values('network')).toMatchObject({
      kubeProxyReplacement: true,
      k8sServiceHost: '10.10.10.1',
      policyEnforcementMode: 'default',
      policyAuditMode: false,
      encryption: { enabled: true },
    });
    const { ports, additionalArguments } = values('ingress');
    const { ingress_ports } = parse(files['inventory.yml'] ?? '').all.children.machines.vars;
    expect([ports.web.nodePort, ports.websecure.nodePort]).toEqual(Object.values(ingress_ports));
    const trusted = additionalArguments.filter((each: string) => each.includes('trustedIPs'));
    expect(trusted).toHaveLength(2);
    for (const each of trusted) expect(each).toMatch(/=10\.10\.10\.1\/32$/);
    expect(values('dashboard').clusterRoleBinding).toEqual({ create: false });
    expect(values('metrics').args.join()).not.toMatch(/insecure/);
  });

  test('reach this cluster and no other, whichever is the current one', () => {
    const { provider } = builtInStacks('caternet', 'internal').stacks['caternet-internal-platform'] as never as {
      provider: { helm: { kubernetes: object }[] };
    };
    expect(provider.helm[0]?.kubernetes).toMatchObject({ config_context: 'caternet-internal' });
  });
});

describe('the compose file of a laptop', () => {
  const compose = parse(
    builtInFiles('caternet', 'local').find(({ name }) => name === 'docker-compose.yml')?.text ?? '',
  );
  const services = compose.services as Record<string, Service>;

  interface Service {
    readonly image: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly ports?: readonly string[];
    readonly depends_on?: Readonly<Record<string, object>>;
    readonly privileged?: true;
  }

  test.each(Object.entries(contracts))(
    'tells %s all that it must know, and nothing that it does not',
    (name, contract) => {
      const told = Object.keys(services[name]?.environment ?? {});
      const { required, optional } = contract.variables;
      expect(required.filter((variable) => !told.includes(variable))).toEqual([]);
      expect(told.filter((variable) => ![...required, ...optional].includes(variable))).toEqual([]);
    },
  );

  test('reaches whom it names, by a port that is theirs', () => {
    const urls = Object.values(services).flatMap(({ environment = {} }) =>
      Object.values(environment).filter((value) => /^(http|mongodb):\/\//.test(value)),
    );
    const hosts = urls
      .map((url) => new URL(url))
      .filter(({ hostname }) => !/^(localhost|127\.0\.0\.1)$/.test(hostname));
    expect(hosts.length).toBeGreaterThan(3);
    const ports: Readonly<Record<string, number>> = { mongodb: 27017, elasticsearch: 9200, pubsub: 8085 };
    for (const { hostname, port } of hosts) {
      expect(Object.keys(services)).toContain(hostname);
      const known = contracts[hostname as keyof typeof contracts]?.ports.http ?? ports[hostname];
      expect([hostname, Number(port)]).toEqual([hostname, known]);
    }
  });

  test('is reached from this machine alone', () => {
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(published).toEqual(['127.0.0.1:1337:1337', '127.0.0.1:1338:1338', '127.0.0.1:5000:5000']);
    expect(Object.values(services).filter(({ privileged }) => privileged)).toEqual([]);
  });

  test('has nothing of another environment, and no secret', () => {
    const text = JSON.stringify(compose);
    const elsewhere = ['production', 'staging', 'internal', 'qa'].flatMap((environment) => {
      const { config: other } = builtIn<{ gcp?: { projectId: string }; hosts?: Record<string, string> }>(
        'caternet',
        environment,
      );
      return [other.gcp?.projectId, ...Object.values(other.hosts ?? {})].filter((value) => value !== undefined);
    });
    expect(elsewhere.length).toBeGreaterThan(7);
    expect(elsewhere.filter((value) => text.includes(value))).toEqual([]);
    expect(text).not.toMatch(/production|staging|@sha256|pkg\.dev/);
    for (const { environment = {} } of Object.values(services)) {
      for (const name of Object.keys(environment)) {
        if (/KEY|PASSWORD|SECRET/.test(name)) expect(environment[name]).toMatch(/^\/keys\//);
      }
    }
  });

  test('makes the topics and subscriptions of config', () => {
    const made = JSON.parse(services.topics?.environment?.MADE ?? '{}');
    expect(made.topics).toHaveLength(3 + 4);
    expect(made.subscriptions).toHaveLength(4 + 4);
  });
});

describe.each(Object.keys(contracts) as (keyof typeof contracts)[])('the pipelines of %s', (service) => {
  interface Job {
    readonly stage: string;
    readonly image: string | { readonly name: string };
    readonly rules?: readonly { readonly if: string; readonly when?: string; readonly allow_failure?: boolean }[];
    readonly script: readonly string[];
    readonly environment?: { readonly name: string };
    readonly needs?: readonly { readonly job: string }[];
  }
  const {
    workflow,
    stages,
    default: _,
    variables: __,
    ...jobs
  } = parse(files[`delivery/${service}/gitlab-ci.yml`] ?? '');
  const all = Object.entries(jobs as Record<string, Job>);
  const spinnaker = Object.keys(files).filter((name) => name.startsWith(`delivery/${service}/spinnaker/`));
  const read = (name: string) => JSON.parse(files[name] ?? '{}');

  test('review, test, build and deploy, on a branch of each environment, by images of exact versions', () => {
    expect(stages).toEqual(['review', 'test', 'build', 'deploy']);
    for (const environment of deliveredTo) {
      expect(workflow.rules).toContainEqual({ if: `$CI_COMMIT_BRANCH == "${environment}"` });
    }
    for (const [name, { image }] of all) {
      expect([name, typeof image === 'string' ? image : image.name]).toEqual([
        name,
        expect.stringMatching(/:v?\d+\.\d+\.\d+/),
      ]);
    }
    expect(JSON.stringify(jobs)).not.toMatch(/docker\.sock|dind|privileged|kaniko/);
  });

  test('do nothing in production that nobody started', () => {
    const ofProduction = all.filter(([, { environment }]) => environment?.name === 'production');
    expect(ofProduction.map(([name]) => name)).toEqual(
      service === 'mousetrap' ? ['promote-production'] : ['promote-production', 'deploy-production'],
    );
    for (const [, { rules }] of ofProduction) {
      expect(rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "production"', when: 'manual', allow_failure: false }]);
    }
    for (const [name, { rules = [] }] of all.filter(([name]) => !name.endsWith('-production'))) {
      expect([name, rules.some((rule) => rule.if.includes('production'))]).toEqual([name, false]);
    }
  });

  test('deliver what was built once, by its digest', () => {
    for (const [name, { script, needs }] of all.filter(([, { stage }]) => stage === 'deploy')) {
      const environment = name.replace('deploy-', '');
      expect(needs?.map(({ job }) => job)).toEqual([
        ['staging', 'production'].includes(environment) ? `promote-${environment}` : 'build',
      ]);
      expect(script.join()).toContain(`/webhooks/webhook/${service}-${environment}`);
    }
    for (const [, { script }] of all.filter(([, { stage }]) => stage === 'build')) {
      expect(script.at(-1)).toMatch(/^echo "IMAGE=.*@\$DIGEST" >image\.env$/);
    }
    expect(jobs['promote-production'].script.join('\n')).toMatch(/skopeo copy .*--preserve-digests .*@\$DIGEST"/);
  });

  test('roll out by Spinnaker, take back what does not become ready, and ask before production', () => {
    expect(spinnaker).toHaveLength(service === 'mousetrap' ? 2 : 4);
    for (const name of spinnaker) {
      const { stages: order, expectedArtifacts, triggers } = read(name);
      const types = order.map(({ type }: { type: string }) => type);
      const production = name.endsWith('-production.json');
      expect(types).toEqual([
        ...(production ? ['manualJudgment'] : []),
        'deployManifest',
        'undoRolloutManifest',
        'checkPreconditions',
      ]);
      // Each waits for the one before it.
      order.slice(1).forEach((stage: { requisiteStageRefIds: string[] }, i: number) => {
        expect(stage.requisiteStageRefIds).toEqual([order[i].refId]);
      });
      expect(triggers.map(({ source }: { source: string }) => source)).toEqual([name.replace(/.*\/(.*)\.json/, '$1')]);
      const [, chart] = expectedArtifacts;
      const environment = name.replace(/.*-(\w+)\.json/, '$1');
      expect(chart.defaultArtifact.name).toBe(`${environment}/caternet-${service}.k8s.yaml`);
      const written = builtInManifests(environment, 'caternet').objects.map(
        ({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`,
      );
      const undo = order.find(({ type }: { type: string }) => type === 'undoRolloutManifest');
      expect(written).toContain(`Deployment/${undo.location}/${undo.manifestName.replace('deployment ', '')}`);
    }
  });
});

reviewedFiles('caternet');
