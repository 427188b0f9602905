import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import { images } from '../../config/versions';
import { ConfigFiles } from '../constructs/config-files';
import type { ContainerProps } from '../constructs/container';
import { API_SERVER_ANSWERS } from '../constructs/generated-secrets';
import { namespaced } from '../constructs/metadata';
import { SecretRef } from '../constructs/secret-ref';
import type { ServiceAccount } from '../constructs/service-account';
import { SystemChart } from '../constructs/system-chart';
import { Task } from '../constructs/task';
import { memory, type Volume } from '../constructs/volumes';
import { type CertificateAuthority, type ServerAddresses, trusting } from './certificate-authority';

const scripts = ['fetch-authority.sh', 'make-certificates.sh', 'store-certificates.sh'] as const;
const SCRIPTS = '/scripts';
const REQUESTS = '/requests';
const WORK = '/work';

/**
 * A certificate authority where there is no cert-manager, on a laptop: a Job in the cluster makes it and every certificate
 * that is asked for, once. Nothing is renewed: delete the Secret, or the namespace's, and apply again.
 */
export class GeneratedCa extends Construct implements CertificateAuthority {
  /** A line for each certificate; charts that come later add theirs. */
  private readonly requests: string[] = [];
  private readonly namespaces = new Set<string>();
  private readonly account: ServiceAccount;

  /** @param id also the name of the Job and of the Secret with the authority's key */
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { labels, namespaceName } = SystemChart.of(this);
    const requests = `${id}-requests`;
    new k8s.KubeConfigMap(this, 'Requests', {
      metadata: namespaced(this, { name: requests, app: id }),
      data: Lazy.any({ produce: () => ({ certificates: `${this.requests.join('\n')}\n` }) }),
    });
    const files = Object.fromEntries(
      scripts.map((name) => [name, readFileSync(join(__dirname, 'generated-ca', name), 'utf8')]),
    );
    const step: Pick<ContainerProps, 'resources' | 'env' | 'mounts'> = {
      resources: { cpu: '10m', memory: '32Mi' },
      env: {
        AUTHORITY: id,
        WORK,
        CERTIFICATES: `${REQUESTS}/certificates`,
        LABELS: JSON.stringify({ ...labels, [labelKeys.name]: id }),
      },
      mounts: {
        [SCRIPTS]: new ConfigFiles(this, 'Scripts', { name: id, files }).volume,
        [REQUESTS]: { name: requests, source: { configMap: { name: requests } } },
        // Keys touch no disk before they are in their Secrets.
        [WORK]: memory('work', '8Mi'),
      },
    };
    const job = new Task(this, id, {
      ...step,
      component: 'certificates',
      image: images.curl,
      user: 100,
      apiToken: true,
      setup: {
        fetch: { ...step, image: images.curl, command: ['/bin/sh', `${SCRIPTS}/fetch-authority.sh`] },
        make: { ...step, image: images.openssl, command: ['/bin/sh', `${SCRIPTS}/make-certificates.sh`] },
      },
      ready: API_SERVER_ANSWERS,
      command: ['/bin/sh', `${SCRIPTS}/store-certificates.sh`],
    });
    this.account = job.serviceAccount;
    this.namespaces.add(namespaceName);
    this.account.grant([creating, { apiGroups: [''], resources: ['secrets'], resourceNames: [id], verbs: ['get'] }]);
  }

  serverCertificate(scope: Construct, name: string, { dnsNames, ipAddresses, peers }: ServerAddresses): SecretRef {
    const names = [...dnsNames.map((dns) => `DNS:${dns}`), ...ipAddresses.map((ip) => `IP:${ip}`)];
    this.request(scope, name, peers ? 'peer' : 'server', names);
    return new SecretRef(name);
  }

  trust(scope: Construct, name: string): Volume {
    this.request(scope, name, 'trust');
    return trusting(name);
  }

  private request(scope: Construct, name: string, use: string, names: readonly string[] = []): void {
    const { namespaceName } = SystemChart.of(scope);
    this.requests.push([namespaceName, name, use, ...names].join(' '));
    if (this.namespaces.has(namespaceName)) return;
    this.namespaces.add(namespaceName);
    this.account.grantIn(namespaceName, [creating]);
  }
}

/** What exists is neither read nor overwritten. */
const creating: k8s.PolicyRule = { apiGroups: [''], resources: ['secrets'], verbs: ['create'] };
