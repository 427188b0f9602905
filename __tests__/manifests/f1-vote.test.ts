import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Capacity } from '../../config/aws/instance-types';
import {
  contract,
  type F1VoteConfig,
  forwardedDepth,
  namespaces,
  type OnAwsConfig,
  ports,
  trustedProxies,
  workerCapacities,
} from '../../config/f1-vote';
import { podsOf } from '../../model/pods';
import { builtIn, builtInManifests } from '../support/built-in';
import { type Manifests, manifestsOf } from '../support/manifests';
import { reviewedCharts } from '../support/reviewed';

reviewedCharts('f1-vote');

const environments = ['local', 'production'] as const;

/** The charts of an environment with another configuration. */
function made<Config extends F1VoteConfig = F1VoteConfig>(
  environment: string,
  change: (config: Config) => Config,
): Promise<Manifests> {
  return manifestsOf([builtIn('f1-vote', environment, change)]);
}

const configOf = (environment: string) => builtIn<F1VoteConfig>('f1-vote', environment).config;
const scalingIn = ({ workloads }: F1VoteConfig) => workloads['f1-vote'].autoscaling ?? { min: NaN, max: NaN };

// biome-ignore lint/suspicious/noExplicitAny: parts of objects are looked at one by one.
type Part = any;

const deployment = (charts: Manifests): Part => charts.get('Deployment/f1-vote/f1-vote').spec;
const vote = (charts: Manifests): Part => deployment(charts).template.spec.containers[0];
const redis = (charts: Manifests): Part => charts.get('StatefulSet/f1-vote/redis').spec.template.spec;
const settingsOf = (charts: Manifests): Record<string, string> =>
  Object.fromEntries(vote(charts).env.map(({ name, value }: Part) => [name, value]));
const traefikValues = (charts: Manifests): Part =>
  parse(charts.get(`HelmChartConfig/${namespaces.traefik}/traefik`).spec.valuesContent);

/** Whom a NetworkPolicy lets in, and where. */
function admitted(charts: Manifests, name: string): string[] {
  return (charts.get(`NetworkPolicy/f1-vote/${name}`).spec.ingress ?? []).flatMap((rule: Part) =>
    rule.from.map(({ namespaceSelector, podSelector }: Part) =>
      [
        namespaceSelector.matchLabels['kubernetes.io/metadata.name'],
        podSelector?.matchLabels['app.kubernetes.io/name'],
        rule.ports.map(({ port }: Part) => port),
      ].join('/'),
    ),
  );
}

/** `100m` and `2` as thousandths of a core. */
const millis = (cpu: string) => (cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000);
/** `64Mi` as MiB. */
const mebibytes = (memory: string) => Number(/^(\d+)Mi$/.exec(memory)?.[1]);

const request = ({ resources }: Part): Capacity => ({
  cpuMillis: millis(resources.requests.cpu),
  memoryMi: mebibytes(resources.requests.memory),
});

describe.each(environments)('the vote in %s', (environment) => {
  const config = configOf(environment);
  const charts = builtInManifests(environment, 'f1-vote');

  test('the autoscaler decides the number of pods: within its bounds, by the CPU that they request', () => {
    const { minReplicas, maxReplicas, metrics, scaleTargetRef } = charts.get(
      'HorizontalPodAutoscaler/f1-vote/f1-vote',
    ).spec;
    const { min, max } = scalingIn(config);
    expect([minReplicas, maxReplicas]).toEqual([min, max]);
    expect(minReplicas).toBeLessThanOrEqual(maxReplicas);
    expect(metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
    ]);
    expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'f1-vote' });
    expect(deployment(charts)).not.toHaveProperty('replicas');
    expect(millis(vote(charts).resources.requests.cpu)).toBeGreaterThan(0);
  });

  test('it grows at once and shrinks one pod a minute after five calm ones', () => {
    const { scaleUp, scaleDown } = charts.get('HorizontalPodAutoscaler/f1-vote/f1-vote').spec.behavior;
    expect(scaleUp.stabilizationWindowSeconds).toBe(0);
    expect(scaleDown.stabilizationWindowSeconds).toBe(300);
    expect(scaleDown.policies).toEqual([{ type: 'Pods', value: 1, periodSeconds: 60 }]);
  });

  test('a rollout and a drain leave voters no gap', () => {
    const { strategy, template } = deployment(charts);
    expect(strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    const { lifecycle, readinessProbe } = vote(charts);
    expect(readinessProbe.httpGet.path).toBe('/health');
    const notice = lifecycle.preStop.sleep.seconds;
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(
      notice + Number(settingsOf(charts).SHUTDOWN_TIMEOUT),
    );
    expect(charts.get('PodDisruptionBudget/f1-vote/f1-vote').spec.maxUnavailable).toBe(1);
    expect(template.spec.topologySpreadConstraints).toHaveLength(2);
  });

  test('the Service maps 80 to the port that the app listens on', () => {
    const { ports: published } = charts.get('Service/f1-vote/f1-vote').spec;
    expect(published).toEqual([{ name: 'http', port: 80, targetPort: 'http' }]);
    const { http, metrics } = contract.ports;
    expect(vote(charts).ports).toEqual([
      { name: 'http', containerPort: http },
      { name: 'metrics', containerPort: metrics },
    ]);
    expect(settingsOf(charts)).toMatchObject({ PORT: String(http), METRICS_PORT: String(metrics) });
  });

  test('the app gets every variable that it needs, and none that it does not know', () => {
    const given: string[] = vote(charts).env.map(({ name }: Part) => name);
    const { required, optional } = contract.variables;
    expect(given).toEqual(expect.arrayContaining([...required]));
    // Kubernetes puts it into the URL.
    expect(given.filter((name) => ![...required, ...optional, 'REDIS_PASSWORD'].includes(name))).toEqual([]);
  });

  test('the app runs as it was agreed: its user, its probes, nowhere to write', () => {
    const { securityContext, volumes } = deployment(charts).template.spec;
    expect([securityContext.runAsUser, volumes ?? []]).toEqual([contract.user, contract.writes]);
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
      expect(vote(charts)[probe].httpGet).toEqual({ path: contract.paths.health, port: 'http' });
  });

  test('the address of the browser is what the proxies say: the app cannot know it', () => {
    expect(settingsOf(charts)).toMatchObject({ PROTOCOL_HEADER: 'X-Forwarded-Proto' });
    expect(settingsOf(charts)).not.toHaveProperty('ORIGIN');
  });

  test('metrics are not for the public: no Service, no rule that lets anybody in', () => {
    expect(charts.get('Service/f1-vote/f1-vote').spec.ports.map(({ targetPort }: Part) => targetPort)).toEqual([
      'http',
    ]);
    expect(admitted(charts, 'f1-vote').join()).not.toContain(String(contract.ports.metrics));
  });

  test('Redis listens to the app and to nobody else', () => {
    expect(admitted(charts, 'redis')).toEqual([`f1-vote/f1-vote/${ports.redis}`]);
    expect(redis(charts).containers[0].ports).toEqual([{ name: 'redis', containerPort: ports.redis }]);
  });

  test('Redis keeps what it is told: on a volume, with a password, and it never evicts', () => {
    const { data } = charts.get('ConfigMap/f1-vote/redis');
    const [container] = redis(charts).containers;
    const settings: string[] = data['redis.conf'].split('\n');
    expect(settings).toEqual(
      expect.arrayContaining(['appendonly yes', 'appendfsync always', 'maxmemory-policy noeviction', 'dir /data']),
    );
    const limit = mebibytes(container.resources.limits.memory);
    expect(settings).toContain(`maxmemory ${limit / 2}mb`);
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
    expect(container.env).toEqual([
      { name: 'REDISCLI_AUTH', valueFrom: { secretKeyRef: { name: 'redis', key: 'password' } } },
    ]);
    expect(container.readinessProbe.exec.command).toEqual(expect.arrayContaining(['redis-cli', 'vote', 'ping']));
    expect(redis(charts).securityContext.runAsUser).toBe(999);
  });

  test("the app's login reaches its own keys only, and cannot empty, configure or list Redis", () => {
    const [off, login, ...others] = charts.get('ConfigMap/f1-vote/redis').data['users.acl'].trim().split('\n');
    expect(off).toBe('user default off');
    expect(others).toEqual([]);
    const rules: string[] = login.split(' ');
    expect(rules.slice(0, 7).join(' ')).toBe('user vote on #PASSWORD_HASH resetkeys resetchannels -@all');
    expect(rules.filter((rule) => /^[~&]/.test(rule))).toEqual(['~vote:*', '&vote:*']);
    // RESET of the vote: its own keys, one by one.
    expect(rules).toEqual(expect.arrayContaining(['+del', '+unlink', '+scan']));
    const forbidden = ['@all', '@dangerous', '@admin', '@keyspace', '@write', 'flushall', 'flushdb', 'config', 'keys'];
    expect(rules.filter((rule) => forbidden.includes(rule.replace(/^\+/, '').split('|')[0] ?? ''))).toEqual([]);
    // What a group brings along and Redis calls dangerous goes out again, after the groups.
    expect(rules.indexOf('-@dangerous')).toBeGreaterThan(rules.indexOf('+@pubsub'));
  });

  test('the URL of Redis takes its password from a Secret that stands above it', () => {
    const names = vote(charts).env.map(({ name }: Part) => name);
    expect(settingsOf(charts).REDIS_URL).toBe('redis://vote:$(REDIS_PASSWORD)@redis.f1-vote.svc.cluster.local:6379');
    expect(names.indexOf('REDIS_PASSWORD')).toBeLessThan(names.indexOf('REDIS_URL'));
    expect(vote(charts).env).toContainEqual({
      name: 'REDIS_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'redis', key: 'password' } },
    });
  });

  test('the app tells clients apart: the entry of X-Forwarded-For that the first proxy wrote', () => {
    expect(settingsOf(charts)).toMatchObject({
      ADDRESS_HEADER: 'X-Forwarded-For',
      XFF_DEPTH: String(forwardedDepth(config)),
      VOTES_PER_MINUTE: '20',
    });
  });

  test('/admin asks for a password in every environment', () => {
    expect(settingsOf(charts).ADMIN_USER).toBe(config.admin.user);
    expect(vote(charts).env).toContainEqual({
      name: 'ADMIN_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'admin', key: 'password' } },
    });
  });

  test("plain HTTP to the controller: an Ingress with TLS would leave Traefik's port 80 without a route", () => {
    for (const { kind, spec } of charts.objects.filter((object) => object.kind === 'Ingress')) {
      expect([kind, spec.ingressClassName, spec.tls]).toEqual(['Ingress', 'traefik', undefined]);
    }
  });
});

describe('the vote in production', () => {
  const { config } = builtIn<OnAwsConfig>('f1-vote', 'production');
  const charts = builtInManifests('production', 'f1-vote');

  test('Redis runs on the control plane, where its disk is; the app never does', () => {
    expect(redis(charts).nodeSelector).toEqual({ 'node-role.kubernetes.io/control-plane': 'true' });
    expect(deployment(charts).template.spec.affinity.nodeAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'DoesNotExist' }] },
        ],
      },
    });
  });

  test("Traefik believes forwarded headers from the load balancer's subnets and from nobody else", () => {
    const { web } = traefikValues(charts).ports;
    expect(web.forwardedHeaders).toEqual({ trustedIPs: ['10.0.0.0/24', '10.0.1.0/24'] });
    expect(web.forwardedHeaders.trustedIPs).toEqual(trustedProxies(config));
  });

  test('Traefik listens on every worker where the load balancer sends, and sees who sent it', () => {
    const { deployment: runs, ports: listens, service, affinity, updateStrategy } = traefikValues(charts);
    expect(runs.kind).toBe('DaemonSet');
    expect(listens.web.hostPort).toBe(ports.traefik);
    // A LoadBalancer Service would bring K3s's ServiceLB, which takes the port and hides the sender.
    expect(service.type).toBe('ClusterIP');
    expect(affinity.nodeAffinity).toEqual(deployment(charts).template.spec.affinity.nodeAffinity);
    // Two pods cannot hold one port of a node, even for a moment.
    expect(updateStrategy.rollingUpdate.maxSurge).toBe(0);
  });

  test("only K3s's own Traefik reaches the app", () => {
    expect(admitted(charts, 'f1-vote')).toEqual([`kube-system/traefik/${contract.ports.http}`]);
  });

  test('/admin is for the allowed ranges, judged by the address that the load balancer saw', () => {
    const { spec } = charts.get('Middleware/f1-vote/f1-vote-admin');
    // Traefik adds its own entry behind it, later: one less than the app looks back.
    expect(spec).toEqual({
      ipAllowList: { sourceRange: Object.values(config.admin.allowedRanges), ipStrategy: { depth: 1 } },
    });
    const { metadata, spec: route } = charts.get('Ingress/f1-vote/f1-vote-admin');
    expect(metadata.annotations).toEqual({
      'traefik.ingress.kubernetes.io/router.middlewares': 'f1-vote-f1-vote-admin@kubernetescrd',
    });
    expect(route.rules[0].http.paths[0]).toMatchObject({ path: '/admin', pathType: 'Prefix' });
  });

  test("without a host, the load balancer's own name works", () => {
    expect(charts.get('Ingress/f1-vote/f1-vote').spec.rules).toEqual([{ http: expect.anything() }]);
  });

  test('with a host and its certificate, only that host is served', async () => {
    const named = await made<OnAwsConfig>('production', ({ aws, ...rest }) => ({
      ...rest,
      host: 'vote.example.com',
      aws: { ...aws, loadBalancer: { ...aws.loadBalancer, certificateArn: 'arn:aws:acm:…' } },
    }));
    for (const name of ['f1-vote', 'f1-vote-admin']) {
      expect(named.get(`Ingress/f1-vote/${name}`).spec.rules[0].host).toBe('vote.example.com');
    }
  });

  test('Secrets are the operator’s, and each is expected with the command that makes it', () => {
    const secrets = charts.expectations.filter(({ kind }) => kind === 'secret');
    expect(secrets.map(({ name }) => name)).toEqual(['f1-vote/redis', 'f1-vote/admin']);
    for (const { from } of secrets)
      expect(from).toMatch(/^kubectl create secret generic \w+ --namespace f1-vote --from-file=password=</);
    expect(charts.objects.filter(({ kind }) => kind === 'Job')).toEqual([]);
  });

  test('the most pods that the autoscaler may ask for, and the one more of a rollout, fit the workers', () => {
    const capacities = Object.values(workerCapacities(config));
    const traefik = request(traefikValues(charts));
    const [first, ...rest] = capacities.map((capacity) => minus(capacity, traefik));
    // At worst, everything that K3s itself runs stands on one of them.
    const free = [minus(first as Capacity, ...k3sPods), ...rest];
    const pod = request(vote(charts));
    const room = free.map(({ cpuMillis, memoryMi }) =>
      Math.min(Math.floor(cpuMillis / pod.cpuMillis), Math.floor(memoryMi / pod.memoryMi)),
    );
    expect(room.reduce((sum, pods) => sum + pods, 0)).toBeGreaterThanOrEqual(scalingIn(config).max + 1);
    // And no worker must take more than its share for it.
    expect(Math.min(...room)).toBeGreaterThanOrEqual(Math.floor(scalingIn(config).max / capacities.length));
  });
});

/** What K3s runs by itself: CoreDNS and metrics-server; https://github.com/k3s-io/k3s/tree/master/manifests */
const k3sPods: readonly Capacity[] = [
  { cpuMillis: 100, memoryMi: 70 },
  { cpuMillis: 100, memoryMi: 70 },
];

function minus(from: Capacity, ...taken: readonly Capacity[]): Capacity {
  return taken.reduce(
    (left, { cpuMillis, memoryMi }) => ({
      cpuMillis: left.cpuMillis - cpuMillis,
      memoryMi: left.memoryMi - memoryMi,
    }),
    from,
  );
}

describe('the vote in local', () => {
  const charts = builtInManifests('local', 'f1-vote');

  test('it needs the image, and nothing else of the cluster or of you', () => {
    expect(charts.expectations.map(({ kind }) => kind)).toEqual(['image']);
    expect(charts.objects.filter(({ apiVersion }) => /traefik\.io|cattle\.io/.test(apiVersion))).toEqual([]);
    expect(podsOf(charts.objects).filter(({ spec }) => spec.nodeSelector ?? spec.affinity)).toEqual([]);
  });

  test('its Secrets fill themselves', () => {
    const jobs = charts.objects.filter(({ kind }) => kind === 'Job');
    const filled = jobs.flatMap(({ spec }) => spec.template.spec.containers[0].args);
    expect(filled.sort()).toEqual(['admin=password', 'redis=password']);
  });

  test("it is served by k3d's Traefik, or by that of another system", () => {
    expect(admitted(charts, 'f1-vote')).toEqual(['kube-system/traefik/3000', 'traefik/traefik/3000']);
  });
});

describe('the delivery', () => {
  const file = '.github/workflows/f1-vote-deploy.yml';
  const text = readFileSync(file, 'utf8');
  const workflow: Part = parse(text);
  const { image, deploy } = workflow.jobs;
  const steps: Part[] = [...image.steps, ...deploy.steps];
  const step = (name: string): Part => deploy.steps.find((candidate: Part) => candidate.name === name);
  const after = (name: string) => deploy.steps.slice(deploy.steps.indexOf(step(name)) + 1);

  test('runs for what the app and its manifests are made of, on main, and on demand', () => {
    expect(workflow.name).toBe('Production Deployment');
    expect(Object.keys(workflow.on)).toEqual(['push', 'workflow_dispatch']);
    expect(workflow.on.push.branches).toEqual(['main']);
    expect(workflow.on.push.paths).toEqual(
      expect.arrayContaining(['apps/f1-vote/**', 'config/f1-vote/**', 'manifests/systems/f1-vote/**', file]),
    );
    expect(image.if).toBe("github.ref == 'refs/heads/main'");
    const named = workflow.on.push.paths.filter((path: string) => !path.includes('*') && path !== 'terrachart.yaml');
    expect(named.filter((path: string) => !existsSync(path))).toEqual([]);
  });

  test('one at a time, after approval, and never cut off', () => {
    expect(workflow.concurrency).toEqual({ group: 'f1-vote-production', 'cancel-in-progress': false });
    expect(deploy.environment).toEqual({ name: 'production', url: '${{ vars.APP_URL }}' });
    expect(deploy.needs).toBe('image');
  });

  test('each job may do what it must and no more', () => {
    expect(workflow.permissions).toEqual({});
    expect(image.permissions).toEqual({ contents: 'read', packages: 'write' });
    expect(deploy.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    for (const { with: inputs } of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(inputs['persist-credentials']).toBe(false);
    }
  });

  test('every action is pinned by the SHA of a commit', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  test('no expression stands in a script, where its value would be code', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  test('secrets are seen by the step that connects and by no other', () => {
    const names = [...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(['BASTION_HOST', 'MASTER_HOST', 'SSH_PRIVATE_KEY']);
    expect(Object.keys(step('Connect').env)).toEqual([
      'BASTION_HOST',
      'MASTER_HOST',
      'SSH_PRIVATE_KEY',
      'SSH_KNOWN_HOSTS',
    ]);
    expect(after('Connect').map(({ run }: Part) => run)).not.toContainEqual(expect.stringContaining('npm'));
  });

  test('the manifests are synthesized with the image that was built', () => {
    const { env, run } = step('Synthesize the manifests with that image');
    expect(env.IMAGE).toBe('${{ needs.image.outputs.image }}');
    expect(run).toContain('--only manifests --system f1-vote --env production --config "$CONFIG"');
    const built = `ghcr.io/me/f1-vote:${'0'.repeat(40)}`;
    const config = execFileSync('node', ['.github/f1-vote/config-with-image.js', built]);
    expect(parse(config.toString())['f1-vote'].production.workloads['f1-vote'].image).toBe(built);
  });

  test('the server is reached through the bastion, by pinned keys, without a forwarded agent or an open port', () => {
    const script = readFileSync('.github/f1-vote/connect.sh', 'utf8');
    for (const line of ['ProxyJump bastion', 'StrictHostKeyChecking yes', 'ForwardAgent no']) {
      expect(script).toContain(line);
    }
    expect(script).toContain('ProxyCommand aws ssm start-session');
    expect(script).not.toContain('ssh-keyscan');
    expect(text).not.toContain('security-group');
  });

  test('what failed is undone, and the key goes in any case', () => {
    expect(step('Undo what failed').if).toMatch(/^\(failure\(\) \|\| cancelled\(\)\)/);
    expect(deploy.steps.at(-1)).toMatchObject({ name: 'Leave nothing behind', if: 'always()' });
    expect(deploy.steps.at(-1).run).toContain('rm -rf "$SSH_FOLDER"');
  });
});

describe('on the server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terrachart-f1-vote-'));
  const at = (name: string) => join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs the script with a k3s that logs what it is told, and shows the template in the file `<workload>.now`. */
  function run(command: string, rollout = 'exit 0'): { calls: string[]; failed: boolean } {
    writeFileSync(
      at('k3s'),
      `#!/bin/bash
echo "$*" >> '${at('calls')}'
case "$*" in
*"get secret"*) exit 0 ;;
*"get statefulset/redis"*) cat '${at('redis.now')}' ;;
*"get deployment/f1-vote"*) cat '${at('f1-vote.now')}' ;;
*"rollout status"*) ${rollout} ;;
esac
`,
    );
    chmodSync(at('k3s'), 0o755);
    writeFileSync(at('calls'), '');
    writeFileSync(at('on-server.sh'), readFileSync('.github/f1-vote/on-server.sh'));
    let failed = false;
    try {
      const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
      execFileSync('bash', [at('on-server.sh'), command], { env, stdio: 'pipe' });
    } catch {
      failed = true;
    }
    return { calls: readFileSync(at('calls'), 'utf8').trim().split('\n'), failed };
  }

  const now = (redisTemplate: string, voteTemplate: string) => {
    writeFileSync(at('redis.now'), redisTemplate);
    writeFileSync(at('f1-vote.now'), voteTemplate);
  };
  const undone = (calls: readonly string[]) => calls.filter((call) => call.includes('rollout undo'));

  test('apply waits for Redis and the app, and fails when one does not come up', () => {
    now('r1', 'v1');
    const { calls, failed } = run('apply');
    expect(calls.filter((call) => call.includes('rollout status'))).toEqual([
      'kubectl --namespace f1-vote rollout status statefulset/redis --timeout 5m',
      'kubectl --namespace f1-vote rollout status deployment/f1-vote --timeout 5m',
    ]);
    expect(failed).toBe(false);
    expect(run('apply', 'exit 1').failed).toBe(true);
  });

  test('undo takes back the workload that changed and leaves the other alone', () => {
    now('r1', 'v1');
    run('apply');
    now('r1', 'v2');
    expect(undone(run('undo').calls)).toEqual(['kubectl --namespace f1-vote rollout undo deployment/f1-vote']);
  });

  test('undo does not go back to before a deployment that changed nothing', () => {
    now('r1', 'v1');
    run('apply');
    expect(undone(run('undo').calls)).toEqual([]);
  });

  test('undo has nowhere to go back to after a first deployment', () => {
    now('', '');
    run('apply');
    now('r1', 'v1');
    expect(undone(run('undo').calls)).toEqual([]);
  });
});
