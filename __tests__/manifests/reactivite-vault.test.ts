import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { accountEmail } from '../../config/google/names';
import { accountId, type GoogleCloudConfig, kms } from '../../config/reactivite';
import { charts } from '../../config/versions';
import { InternalCa } from '../../manifests/components/internal-ca';
import { Vault } from '../../manifests/components/vault';
import { environmentFile, VAULT_AUDIENCE, VaultAgent } from '../../manifests/components/vault-agent';
import { SystemChart } from '../../manifests/constructs/system-chart';
import { objectsOf } from '../../manifests/main';
import { type KubernetesObject, nameOf } from '../../model/objects';
import { builtIn, builtInManifests } from '../support/built-in';
import type { Manifests } from '../support/manifests';

const { config } = builtIn<GoogleCloudConfig>('reactivite', 'production');
const domain = 'vault.svc.cluster.local';
const peers = [0, 1, 2].map((replica) => `vault-${replica}.vault-headless.${domain}`);

const production = builtInManifests('production', 'reactivite');
const local = builtInManifests('local', 'reactivite');

const statefulSet = (made: Manifests) => made.get('StatefulSet/vault/vault');
const container = (object: KubernetesObject) => object.spec.template.spec.containers[0];
const settings = (made: Manifests) => JSON.parse(made.get('ConfigMap/vault/vault').data['vault.json']);
const variables = (of: { env: { name: string; value?: string }[] }) =>
  Object.fromEntries(of.env.map(({ name, value }) => [name, value]));

/** The objects of a Vault in a system of its own. */
function alone(replicas: number, tls = true): KubernetesObject[] {
  const chart = new SystemChart(new App(), 'chart', { system: 'other', namespace: 'safe' });
  const ca = tls ? { ca: new InternalCa(chart, 'internal-ca') } : {};
  new Vault(chart, 'vault', { replicas, storage: '1Gi', auditStorage: '1Gi', ...ca });
  return objectsOf(chart);
}

describe('the server', () => {
  test('unseals itself with the key that Terraform makes', () => {
    expect(settings(production).seal).toEqual({
      gcpckms: {
        project: config.gcp.projectId,
        region: config.gcp.region,
        key_ring: config.gcp.keys.ring,
        crypto_key: kms.vaultKey,
      },
    });
    expect(settings(local)).not.toHaveProperty('seal');
  });

  test('acts as the Google account that may use the key', () => {
    expect(production.get('ServiceAccount/vault/vault').metadata.annotations).toEqual({
      'iam.gke.io/gcp-service-account': accountEmail(config.gcp, accountId('vault')),
    });
    expect(local.get('ServiceAccount/vault/vault').metadata.annotations).toBeUndefined();
  });

  test('joins each peer by the name that its certificate carries', () => {
    expect(settings(production).storage.raft.retry_join).toEqual(
      peers.map((peer) => ({
        leader_api_addr: `https://${peer}:8200`,
        leader_tls_servername: peer,
        leader_ca_cert_file: '/vault/tls/ca.crt',
      })),
    );
    expect(settings(local).storage.raft).toEqual({ path: '/vault/data' });
  });

  test('speaks TLS, but for a single replica that is told not to', () => {
    const { tcp } = settings(production).listener;
    expect(tcp).toMatchObject({ tls_cert_file: '/vault/tls/tls.crt', tls_key_file: '/vault/tls/tls.key' });
    expect(tcp).not.toHaveProperty('tls_disable');
    expect(settings(local).listener.tcp.tls_disable).toBe(true);
    expect(() => alone(3, false)).toThrow('vault has 3 replicas and no TLS: give it a ca, or 1 replica');
  });

  test('never runs in development mode', () => {
    for (const made of [production, local]) {
      const { command = [], args = [] } = container(statefulSet(made));
      expect([...command, ...args].join(' ')).not.toContain('-dev');
    }
    expect(container(statefulSet(local)).command).toEqual(['vault', 'server', '-config=/vault/config/vault.json']);
    expect(production.get('ConfigMap/vault/vault').data['start.sh']).toContain(
      'exec vault server -config=/vault/config/vault.json',
    );
  });

  test('starts all at once and restarts only by hand', () => {
    expect(statefulSet(production).spec).toMatchObject({
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'OnDelete' },
    });
  });

  test('tells the others its own name, which Kubernetes expands from a variable above', () => {
    const { env } = container(statefulSet(production));
    const names = env.map(({ name }: { name: string }) => name);
    expect(variables({ env })).toMatchObject({
      VAULT_API_ADDR: `https://$(VAULT_K8S_POD_NAME).vault-headless.${domain}:8200`,
      VAULT_CLUSTER_ADDR: `https://$(VAULT_K8S_POD_NAME).vault-headless.${domain}:8201`,
    });
    expect(names.indexOf('VAULT_K8S_POD_NAME')).toBeLessThan(names.indexOf('VAULT_API_ADDR'));
    expect(names).toEqual(expect.arrayContaining(['VAULT_RAFT_NODE_ID', 'VAULT_K8S_NAMESPACE']));
  });

  test('is ready only when unsealed, and alive also when sealed or uninitialised', () => {
    const { readinessProbe, livenessProbe, startupProbe } = container(statefulSet(production));
    expect(readinessProbe.httpGet).toEqual({ path: '/v1/sys/health?standbyok=true', port: 'api', scheme: 'HTTPS' });
    for (const { httpGet } of [livenessProbe, startupProbe]) {
      expect(httpGet.path).toBe('/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204');
    }
    expect(container(statefulSet(local)).readinessProbe.httpGet.scheme).toBeUndefined();
  });

  test.each([
    [3, 1],
    [5, 2],
  ])('of %i replicas no two share a node, and a drain takes %i', (replicas, maxUnavailable) => {
    const objects = alone(replicas);
    const { affinity } = objects.find(({ kind }) => kind === 'StatefulSet')?.spec.template.spec ?? {};
    const [rule] = affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    expect(rule.topologyKey).toBe('kubernetes.io/hostname');
    expect(objects.find(({ kind }) => kind === 'PodDisruptionBudget')?.spec).toMatchObject({ maxUnavailable });
  });

  test('a single replica can be drained', () => {
    const objects = alone(1);
    expect(objects.find(({ kind }) => kind === 'StatefulSet')?.spec.template.spec.affinity).toBeUndefined();
    expect(objects.filter(({ kind }) => kind === 'PodDisruptionBudget')).toEqual([]);
  });

  test('may label its own pods and have tokens reviewed, no more', () => {
    const bindings = production.objects.filter(
      ({ kind, subjects }) =>
        kind.endsWith('RoleBinding') && subjects.some(({ namespace }: { namespace: string }) => namespace === 'vault'),
    );
    expect(bindings.map(({ kind, roleRef }) => `${kind} ${roleRef.kind}/${roleRef.name}`)).toEqual([
      'RoleBinding Role/vault',
      'ClusterRoleBinding ClusterRole/system:auth-delegator',
    ]);
    expect(production.get('Role/vault/vault').rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
    ]);
  });

  test('is reached by its peers, its snapshots and its clients only', () => {
    const { ingress } = production.get('NetworkPolicy/vault/vault').spec;
    const flows = ingress.map(({ from: [peer], ports }: Flow) => [
      peer?.podSelector.matchLabels['app.kubernetes.io/name'],
      ports.map(({ port }) => port),
    ]);
    expect(Object.fromEntries(flows)).toEqual({
      vault: [8200, 8201],
      'vault-snapshot': [8200],
      fastapi: [8200],
      prometheus: [8200],
    });
  });

  test('reaches Google only to unseal itself', () => {
    const egress = (made: Manifests) => JSON.stringify(made.get('NetworkPolicy/vault/vault').spec.egress);
    const metadataServer = ['169.254.169.252/32', '169.254.169.254/32'];
    for (const address of metadataServer) {
      expect(egress(production)).toContain(address);
      expect(egress(local)).not.toContain(address);
    }
  });

  test('leads clients to the active replica', () => {
    expect(production.get('Service/vault/vault-active').spec.selector).toMatchObject({ 'vault-active': 'true' });
    expect(production.get('Service/vault/vault-headless').spec.publishNotReadyAddresses).toBe(true);
  });
});

describe('the space for snapshots', () => {
  const tmp = (spec: { volumes: { name: string; emptyDir?: object }[] }) =>
    spec.volumes.find(({ name }) => name === 'tmp')?.emptyDir;

  test('takes one of the whole data, on disk, where it is packed, inspected and unpacked', () => {
    const { vault } = config;
    expect(tmp(statefulSet(production).spec.template.spec)).toEqual({ sizeLimit: vault.storage });
    const { spec } = production.get('CronJob/vault/vault-snapshot').spec.jobTemplate.spec.template;
    expect(tmp(spec)).toEqual({ sizeLimit: vault.storage });
  });
});

describe('the internal authority', () => {
  test('signs every address that anything uses', () => {
    const { dnsNames, ipAddresses } = production.get('Certificate/vault/vault-tls').spec;
    const used = production.objects.flatMap((object) => [
      ...JSON.stringify(object).matchAll(/https:\/\/([^:"\\]+):8200/g),
    ]);
    const hosts = new Set(used.map(([, host = '']) => host.replace('$(VAULT_K8S_POD_NAME)', 'vault-0')));
    expect([...hosts].sort()).toEqual(['127.0.0.1', ...peers, `vault-active.${domain}`, `vault.${domain}`]);
    for (const host of hosts) {
      const names = [host, host.replace(/^[^.]+/, '*')];
      expect([...dnsNames, ...ipAddresses].filter((name) => names.includes(name))).not.toEqual([]);
    }
    expect(dnsNames).toContain('localhost');
  });

  test('keeps its key in the namespace of cert-manager, and its key through renewals', () => {
    const { metadata, spec } = production.get('Certificate/cert-manager/reactivite-internal-ca');
    expect(spec).toMatchObject({ isCA: true, privateKey: { rotationPolicy: 'Never' } });
    expect(production.get('ClusterIssuer/reactivite-internal-ca').spec.ca.secretName).toBe(spec.secretName);
    expect(metadata.namespace).toBe('cert-manager');
  });

  test('gives clients its certificate and no key', () => {
    const { volumes } = production.get('Deployment/reactivite/fastapi').spec.template.spec;
    const ca = volumes.find(({ name }: { name: string }) => name === 'fastapi-vault-agent-ca');
    expect(ca.secret).toEqual({
      secretName: production.get('Certificate/reactivite/fastapi-vault-agent-ca').spec.secretName,
      items: [{ key: 'ca.crt', path: 'ca.crt' }],
      defaultMode: 0o444,
    });
  });

  test('renews the certificate, which Vault is made to read again', () => {
    expect(production.get('Certificate/vault/vault-tls').spec).toMatchObject({
      duration: '2160h',
      renewBefore: '720h',
    });
    expect(container(statefulSet(production)).command).toEqual(['/bin/sh', '/vault/config/start.sh']);
    expect(production.get('ConfigMap/vault/vault').data['start.sh']).toContain('kill -HUP');
  });

  test('is not there where nobody could sign', () => {
    expect(local.objects.filter(({ apiVersion }) => apiVersion.startsWith('cert-manager.io'))).toEqual([]);
  });
});

describe('snapshots', () => {
  test('go to a volume of their own, logged in by a role of their own', () => {
    const { spec } = production.get('CronJob/vault/vault-snapshot').spec.jobTemplate.spec.template;
    expect(variables(spec.containers[0])).toMatchObject({
      VAULT_ADDR: `https://vault-active.${domain}:8200`,
      ROLE: 'vault-snapshot',
      TOKEN_FILE: '/var/run/secrets/vault/token',
    });
    const claims = spec.volumes.flatMap(
      ({ persistentVolumeClaim }: { persistentVolumeClaim?: { claimName: string } }) =>
        persistentVolumeClaim?.claimName ?? [],
    );
    expect(claims).toEqual([production.get('PersistentVolumeClaim/vault/vault-snapshot').metadata.name]);
    expect(spec.automountServiceAccountToken).toBe(false);
  });

  test('are not taken in local', () => {
    expect(local.objects.map(nameOf)).not.toContain('CronJob/vault/vault-snapshot');
  });
});

describe("Let's Encrypt", () => {
  test.each([
    ['letsencrypt-staging', 'https://acme-staging-v02.api.letsencrypt.org/directory'],
    ['letsencrypt-prod', 'https://acme-v02.api.letsencrypt.org/directory'],
  ])('%s asks %s', (name, server) => {
    const { acme } = production.get(`ClusterIssuer/${name}`).spec;
    expect(acme).toMatchObject({
      server,
      email: config.certificates.email,
      privateKeySecretRef: { name: `${name}-account` },
    });
    expect(acme.solvers[0].http01.ingress).toMatchObject({ ingressClassName: 'traefik', serviceType: 'ClusterIP' });
  });

  test('reaches its solver through Traefik, past the default deny', () => {
    const { podTemplate } = production.get('ClusterIssuer/letsencrypt-prod').spec.acme.solvers[0].http01.ingress;
    const { podSelector, ingress } = production.get('NetworkPolicy/reactivite/acme-solver').spec;
    expect(podTemplate.metadata.labels).toMatchObject(podSelector.matchLabels);
    expect(podTemplate.spec.securityContext).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(ingress).toEqual([
      { from: [expect.objectContaining(pods('traefik', 'traefik'))], ports: [{ port: 8089, protocol: 'TCP' }] },
    ]);
    expect(production.get('NetworkPolicy/traefik/traefik').spec.egress).toContainEqual({
      to: [pods('reactivite', 'acme-solver')],
      ports: [{ port: 8089, protocol: 'TCP' }],
    });
  });

  test('expects cert-manager, by the exact command', () => {
    const { repository, version } = charts.certManager;
    const [expectation] = production.expectations.filter(({ kind }) => kind === 'cluster');
    expect(expectation?.name).toBe(`cert-manager ${version}`);
    expect(expectation?.from).toContain(`helm upgrade --install cert-manager ${repository} --version ${version} `);
    expect(local.expectations.filter(({ kind }) => kind === 'cluster')).toEqual([]);
  });
});

describe('the agent', () => {
  const sidecar = () => production.get('Deployment/reactivite/fastapi').spec.template.spec;

  test('logs in with a token that only Vault accepts', () => {
    const token = sidecar().volumes.find(({ name }: { name: string }) => name === 'vault-token');
    expect(token.projected.sources[0].serviceAccountToken).toMatchObject({ audience: VAULT_AUDIENCE, path: 'token' });
    const agent = JSON.parse(production.get('ConfigMap/reactivite/fastapi-vault-agent').data['agent.json']);
    expect(agent).toMatchObject({
      vault: { address: `https://vault.${domain}:8200`, ca_cert: '/vault/ca/ca.crt' },
      auto_auth: {
        method: [{ type: 'kubernetes', config: { role: 'fastapi', token_path: '/var/run/secrets/vault/token' } }],
      },
      template_config: { exit_on_retry_failure: true },
    });
  });

  test('holds the app back until its files are in memory', () => {
    const { initContainers, volumes } = sidecar();
    const agent = initContainers.find(({ name }: { name: string }) => name === 'vault-agent');
    expect(agent.restartPolicy).toBe('Always');
    expect(agent.startupProbe.exec.command).toEqual(['sh', '-c', `test -s ${VaultAgent.folder}/fastapi.env`]);
    const files = volumes.find(({ name }: { name: string }) => name === 'fastapi-vault-agent-secrets');
    expect(files.emptyDir.medium).toBe('Memory');
  });

  test('quotes a value for the shell', () => {
    expect(environmentFile('secret/data/my-app', ['A', 'B_2'])).toBe(
      [
        `{{ with secret "secret/data/my-app" }}A='{{ printf "%v" .Data.data.A | replaceAll "'" "'\\\\''" }}'`,
        `B_2='{{ printf "%v" .Data.data.B_2 | replaceAll "'" "'\\\\''" }}'`,
        '{{ end }}',
      ].join('\n'),
    );
  });

  test('refuses what cannot be a path or a variable', () => {
    expect(() => environmentFile('secret/my-app', ['A'])).toThrow('secret/my-app is no KV v2 path');
    expect(() => environmentFile('secret/data/x" }}', ['A'])).toThrow('is no KV v2 path');
    expect(() => environmentFile('secret/data/x', ['A', 'A-B'])).toThrow('A-B of secret/data/x cannot name a variable');
  });
});

describe('the runbook', () => {
  const text = readFileSync(join(__dirname, '../../docs/runbooks/reactivite-vault.md'), 'utf8');

  test.each([
    ['fastapi', 'Deployment/reactivite/fastapi'],
    ['vault-snapshot', 'CronJob/vault/vault-snapshot'],
  ])('binds role %s to the identity of %s', (role, workload) => {
    const { metadata, spec } = production.get(workload);
    const pod = spec.jobTemplate?.spec.template ?? spec.template;
    const [command = ''] = text.split(`vault write auth/kubernetes/role/${role} `).slice(1);
    const [binding = ''] = command.split('token_policies');
    expect(binding).toContain(`bound_service_account_names=${pod.spec.serviceAccountName} `);
    expect(binding).toContain(`bound_service_account_namespaces=${metadata.namespace} `);
    expect(binding).toContain(`audience=${VAULT_AUDIENCE} `);
  });

  test('lets the API read the path that its template asks for', () => {
    const template = production.get('ConfigMap/reactivite/fastapi-vault-agent').data['fastapi.env.ctmpl'];
    const [, path] = /secret "([^"]+)"/.exec(template) ?? [];
    expect(text).toContain(`path "${path}" { capabilities = ["read"] }`);
    expect(template).toContain('SECRET_KEY=');
    expect(text).toContain(' SECRET_KEY=-');
  });

  test('logs to the volume that is mounted', () => {
    const { volumeMounts } = container(statefulSet(production));
    const audit = volumeMounts.find(({ name }: { name: string }) => name === 'audit');
    expect(text).toContain(`file_path=${audit.mountPath}/`);
  });
});

interface Flow {
  readonly from: { podSelector: { matchLabels: Record<string, string> } }[];
  readonly ports: { port: number }[];
}

function pods(namespace: string, app: string) {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: { 'app.kubernetes.io/name': app } },
  };
}
