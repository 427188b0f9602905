import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import { images } from '../../config/versions';
import { ConfigFiles } from './config-files';
import { SystemChart } from './system-chart';
import { Task } from './task';

const script = readFileSync(join(__dirname, 'generate-secrets.sh'), 'utf8');

/** A line for the shell that succeeds once a pod's Kubernetes API answers; any answer will do. */
export const API_SERVER_ANSWERS =
  'curl --silent --show-error --max-time 5 --cacert /var/run/secrets/kubernetes.io/serviceaccount/ca.crt ' +
  'https://kubernetes.default.svc/livez';

/**
 * Secrets that a Job fills with random values inside the cluster, once: for environments where nobody else does.
 * `randomSecrets` makes it. The values exist nowhere else. To renew one, delete the Secret and apply again.
 */
export class GeneratedSecrets extends Construct {
  /**
   * @param id also the name of the Job
   * @param secrets keys of each Secret by its name
   * @param podLabels of the Job's pod, beside the standard ones
   * @param copies other namespaces that get the same values, by the name of the Secret
   */
  constructor(
    scope: Construct,
    id: string,
    secrets: Readonly<Record<string, readonly string[]>>,
    podLabels: Readonly<Record<string, string>> = {},
    copies: Readonly<Record<string, readonly string[] | undefined>> = {},
  ) {
    super(scope, id);
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
      args: Object.entries(secrets).map(
        ([name, keys]) => `${[name, ...(copies[name] ?? [])].join('@')}=${keys.join(',')}`,
      ),
      env: { LABELS: JSON.stringify({ ...labels, [labelKeys.name]: id }) },
      mounts: { '/scripts': files.volume },
    });
    const creating = { apiGroups: [''], resources: ['secrets'], verbs: ['create'] };
    const copied = Object.keys(copies);
    job.serviceAccount.grant([
      creating,
      ...(copied.length > 0
        ? [{ apiGroups: [''], resources: ['secrets'], resourceNames: copied, verbs: ['get'] }]
        : []),
    ]);
    const others = new Set(Object.values(copies).flatMap((namespaces = []) => namespaces));
    for (const namespace of others) job.serviceAccount.grantIn(namespace, [creating]);
  }
}
