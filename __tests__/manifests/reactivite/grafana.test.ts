import { Grafana } from '../../../manifests/components/grafana';
import { clusterDashboard } from '../../../manifests/components/monitoring/dashboards/cluster';
import { Prometheus } from '../../../manifests/components/prometheus';
import { SecretRef } from '../../../manifests/constructs/secret-ref';
import { objectsOf } from '../../../manifests/main';
import type { KubernetesObject } from '../../../model/objects';
import { built, elsewhere, file, find, objects } from './monitoring';

describe('Grafana', () => {
  const env = (from: readonly KubernetesObject[]): { name: string; value?: string; valueFrom?: object }[] =>
    find(from, 'StatefulSet', 'grafana').spec.template.spec.containers[0].env;

  test('needs a Secret, a volume and a Prometheus, and knows no system', () => {
    const chart = elsewhere();
    const prometheus = new Prometheus(chart, 'prometheus', { storage: '1Gi', retentionDays: 1 });
    new Grafana(chart, 'grafana', {
      secret: new SecretRef('mine'),
      storage: '1Gi',
      prometheus,
      dashboards: [clusterDashboard],
    });
    const [source] = file(objectsOf(chart), 'grafana-provisioning', 'datasources.yaml').datasources;
    expect(source.url).toBe('http://prometheus.elsewhere.svc.cluster.local:9090');
    expect(JSON.stringify(objectsOf(chart))).not.toContain('reactivite');
  });

  test('takes password and key from the Secret', () => {
    for (const [name, key] of [
      ['GF_SECURITY_ADMIN_PASSWORD', 'password'],
      ['GF_SECURITY_SECRET_KEY', 'secret-key'],
    ]) {
      expect(env(objects)).toContainEqual({ name, valueFrom: { secretKeyRef: { name: 'grafana-admin', key } } });
    }
  });

  test('lets nobody in without a password, and asks nothing of the Internet', () => {
    expect(Object.fromEntries(env(objects).map(({ name, value }) => [name, value]))).toMatchObject({
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      GF_USERS_ALLOW_SIGN_UP: 'false',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_NEWS_NEWS_FEED_ENABLED: 'false',
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    });
  });

  test('gets its Secret from a Job in local and from the operator in production', () => {
    expect(find(built.local.objects, 'Job', 'generate-grafana-secret').spec.template.spec.containers[0].args).toEqual([
      'grafana-admin=password,secret-key',
    ]);
    expect(built.local.monitoring.expectations).toEqual([]);
    expect(objects.some(({ kind }) => kind === 'Job')).toBe(false);
    expect(built.production.monitoring.expectations).toEqual([
      {
        kind: 'secret',
        name: 'monitoring/grafana-admin',
        from: expect.stringMatching(/^kubectl create secret generic/),
      },
    ]);
    expect(built.production.monitoring.expectations[0]?.from).not.toContain('--from-literal');
  });

  test('finds data source and dashboards where they are mounted, and keeps them from being edited', () => {
    const { volumeMounts } = find(objects, 'StatefulSet', 'grafana').spec.template.spec.containers[0];
    const [provider] = file(objects, 'grafana-provisioning', 'dashboards.yaml').providers;
    const [source] = file(objects, 'grafana-provisioning', 'datasources.yaml').datasources;
    expect(volumeMounts).toContainEqual(
      expect.objectContaining({ name: 'grafana-dashboards', mountPath: provider.options.path }),
    );
    expect(env(objects)).toContainEqual({
      name: 'GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH',
      value: `${provider.options.path}/cluster.json`,
    });
    expect([source.editable, provider.editable, provider.allowUiUpdates]).toEqual([false, false, false]);
  });
});

describe('volumes', () => {
  test.each(['prometheus', 'grafana'])('%s never runs twice on its one volume', (name) => {
    const { replicas, updateStrategy, volumeClaimTemplates } = find(objects, 'StatefulSet', name).spec;
    expect(replicas).toBe(1);
    expect(updateStrategy.type).toBe('RollingUpdate');
    expect(volumeClaimTemplates.map(({ spec }: KubernetesObject) => spec.accessModes)).toEqual([['ReadWriteOnce']]);
  });
});
