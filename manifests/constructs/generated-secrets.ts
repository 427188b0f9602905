import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import { images } from '../../config/versions';
import { ConfigFiles } from './config-files';
import { SecretRef } from './secret-ref';
import { SystemChart } from './system-chart';
import { Task } from './task';

const script = readFileSync(join(__dirname, 'generate-secrets.sh'), 'utf8');

/** Any answer will do. */
const API_SERVER_ANSWERS =
  'curl --silent --show-error --max-time 5 --cacert /var/run/secrets/kubernetes.io/serviceaccount/ca.crt ' +
  'https://kubernetes.default.svc/livez';

/**
 * Secrets that a Job fills with random values inside the cluster, once: for environments where nobody else does.
 * The values exist nowhere else. To renew one, delete the Secret and apply again.
 */
export class GeneratedSecrets<Name extends string> extends Construct {
  /** The Secrets, to refer to. */
  readonly refs: Readonly<Record<Name, SecretRef>>;

  /**
   * @param id also the name of the Job
   * @param secrets keys of each Secret by its name
   * @param podLabels of the Job's pod, beside the standard ones
   */
  constructor(
    scope: Construct,
    id: string,
    secrets: Readonly<Record<Name, readonly string[]>>,
    podLabels: Readonly<Record<string, string>> = {},
  ) {
    super(scope, id);
    const entries = Object.entries(secrets) as [Name, readonly string[]][];
    const { labels } = SystemChart.of(this);
    const files = new ConfigFiles(this, 'Script', {
      name: id,
      files: { 'generate-secrets.sh': script },
    });
    const job = new Task(this, id, {
      component: 'secrets',
      image: images.curl,
      user: 100,
      resources: { cpu: '10m', memory: '32Mi' },
      apiToken: true,
      podLabels,
      ready: API_SERVER_ANSWERS,
      command: ['/bin/sh', '/scripts/generate-secrets.sh'],
      args: entries.map(([name, keys]) => `${name}=${keys.join(',')}`),
      env: { LABELS: JSON.stringify({ ...labels, [labelKeys.name]: id }) },
      mounts: { '/scripts': files.volume },
    });
    job.serviceAccount.grant([{ apiGroups: [''], resources: ['secrets'], verbs: ['create'] }]);
    this.refs = Object.fromEntries(entries.map(([name]) => [name, new SecretRef(name)])) as Record<Name, SecretRef>;
  }
}
