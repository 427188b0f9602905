import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { podField } from '../constructs/container';
import { httpProbe } from '../constructs/probes';
import { claim, StatefulApp } from '../constructs/stateful-app';
import { SystemChart } from '../constructs/system-chart';
import { scratch, type Volume } from '../constructs/volumes';
import { addressesOf, type CertificateAuthority } from './certificate-authority';
import { allowGoogleApis } from './google-cloud';
import { vaultBinary } from './vault/binary';
import { type GcpKmsSeal, paths, ports, vaultConfig } from './vault/config';

export interface VaultProps {
  /** An odd number: raft needs a majority. @default 1 */
  readonly replicas?: number;
  /** Size of each replica's raft volume. */
  readonly storage: string;
  /** Size of each replica's audit log volume. Vault refuses requests that it cannot log. */
  readonly auditStorage: string;
  /** Signs the certificate of the listener. @default no TLS, which only a single replica may do without */
  readonly ca?: CertificateAuthority;
  /** @default Shamir: people unseal it with their keys */
  readonly seal?: GcpKmsSeal;
  /** Annotations of the ServiceAccount, e.g. for Workload Identity. */
  readonly identityAnnotations?: Readonly<Record<string, string>>;
}

const startScript = readFileSync(join(__dirname, 'vault', 'start.sh'), 'utf8');

/**
 * Vault with integrated storage. It starts uninitialised and sealed, when no pod is Ready: nothing may wait for its
 * rollout. Pods are replaced only when somebody deletes them, standby ones first, so that an upgrade is a decision.
 * Clients connect to port `api`.
 */
export class Vault extends Component {
  /** URL for clients; a standby forwards what only the active replica can do. */
  readonly address: string;
  /** URL of the active replica. */
  readonly activeAddress: string;

  protected readonly app: StatefulApp;
  private readonly ca: CertificateAuthority | undefined;

  constructor(scope: Construct, id: string, props: VaultProps) {
    super(scope, id);
    const { replicas = 1, storage, auditStorage, ca, seal, identityAnnotations } = props;
    if (replicas > 1 && !ca) throw new Error(`${id} has ${replicas} replicas and no TLS: give it a ca, or 1 replica`);
    const { namespaceName } = SystemChart.of(this);
    const scheme = ca ? 'https' : 'http';
    const domain = `${namespaceName}.svc.cluster.local`;
    const headless = `${id}-headless.${domain}`;
    const peers = Array.from({ length: replicas }, (_, replica) => `${id}-${replica}.${headless}`);
    const files = new ConfigFiles(this, 'Config', {
      name: id,
      files: {
        'vault.json': vaultConfig({ peers, tls: ca !== undefined, seal }),
        ...(ca && { 'start.sh': startScript }),
      },
    });
    this.app = new StatefulApp(this, id, {
      component: 'secrets',
      image: images.vault,
      replicas,
      user: 100,
      group: 1000,
      volumeGroup: 1000,
      resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
      apiToken: true,
      identityAnnotations,
      setup: vaultBinary.setup,
      // Not through the image's entry point: it would change owners and capabilities, which only root can.
      command: ca ? ['/bin/sh', `${paths.config}/start.sh`] : ['vault', 'server', `-config=${paths.config}/vault.json`],
      env: {
        ...vaultBinary.env,
        VAULT_K8S_POD_NAME: podField('metadata.name'),
        VAULT_K8S_NAMESPACE: podField('metadata.namespace'),
        VAULT_RAFT_NODE_ID: podField('metadata.name'),
        VAULT_API_ADDR: `${scheme}://$(VAULT_K8S_POD_NAME).${headless}:${ports.api}`,
        VAULT_CLUSTER_ADDR: `https://$(VAULT_K8S_POD_NAME).${headless}:${ports.cluster}`,
        // For the command line inside the pod.
        VAULT_ADDR: `${scheme}://127.0.0.1:${ports.api}`,
        VAULT_CACERT: ca && `${paths.tls}/ca.crt`,
        HOME: '/tmp',
      },
      ports,
      probes: probes(ca && 'HTTPS'),
      metrics: { port: 'api', path: '/v1/sys/metrics', scheme: ca && 'https' },
      mounts: {
        ...vaultBinary.mounts,
        [paths.config]: files.volume,
        [paths.data]: claim('data'),
        [paths.audit]: claim('audit'),
        // Snapshots are packed and unpacked here, and can be as large as the data. They are encrypted.
        '/tmp': scratch('tmp', storage),
        [paths.tls]: ca
          ?.serverCertificate(this, `${id}-tls`, serverAddresses(id, namespaceName))
          .volume('tls', ['tls.crt', 'tls.key', 'ca.crt']),
      },
      storage: { data: storage, audit: auditStorage },
      service: { ports: { api: ports.api } },
      podManagementPolicy: 'Parallel',
      updateStrategy: 'OnDelete',
      onePerNode: replicas > 1,
      maxUnavailable: Math.floor((replicas - 1) / 2),
      // Leaves the Services first, then hands over to a standby.
      notice: 5,
      gracePeriod: 25,
    });
    this.ca = ca;
    this.address = `${scheme}://${this.app.host}:${ports.api}`;
    this.activeAddress = `${scheme}://${id}-active.${domain}:${ports.api}`;
    this.app.service('ActiveService', {
      name: `${id}-active`,
      selector: { 'vault-active': 'true' },
      ports: { api: ports.api },
    });
    this.app.serviceAccount.grant(serviceRegistration);
    // Checks the tokens with which pods log in; https://developer.hashicorp.com/vault/docs/auth/kubernetes#how-to-work-with-short-lived-kubernetes-tokens
    this.app.serviceAccount.grantBuiltIn('system:auth-delegator');
    if (replicas > 1) {
      this.network.allowFrom(this.peer, ports.api, ports.cluster);
      this.network.allowTo(this.peer, ports.api, ports.cluster);
    }
    if (seal) allowGoogleApis(this.network);
  }

  /** The certificate to verify Vault with, as `ca.crt`, for pods in the namespace of `scope`; none without TLS. */
  trust(scope: Construct, name: string): Volume | undefined {
    return this.ca?.trust(scope, name);
  }
}

/** Ready when unsealed, as `vault status` says it. Alive also when sealed or uninitialised: a restart would not help.
 * https://developer.hashicorp.com/vault/api-docs/system/health */
function probes(scheme?: 'HTTPS') {
  const alive = '/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204';
  return {
    startup: httpProbe(alive, 'api', { period: 2, failures: 60 }, scheme),
    readiness: httpProbe('/v1/sys/health?standbyok=true', 'api', { period: 5 }, scheme),
    liveness: httpProbe(alive, 'api', { failures: 6 }, scheme),
  };
}

/** Every address under which anything calls Vault: clients, peers, the command line in the pod, a port-forward. */
function serverAddresses(name: string, namespace: string) {
  return addressesOf(namespace, [name, `${name}-active`, `*.${name}-headless`]);
}

/** Labels its own pods; https://developer.hashicorp.com/vault/docs/configuration/service-registration/kubernetes */
const serviceRegistration: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
];
