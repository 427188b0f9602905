import { names, namespaces, newSystem, ports } from '../../config/new-system';
import { builtInManifests, chartedEnvironments } from '../support/built-in';
import { reviewedCharts } from '../support/reviewed';

reviewedCharts('new-system');

describe.each(chartedEnvironments('new-system'))('the app of %s', (environment) => {
  const { get } = builtInManifests(environment, 'new-system');
  const { record } = newSystem.environments[environment as keyof typeof newSystem.environments];

  test('runs what the config names, where its port is', () => {
    const [container] = get(`Deployment/${namespaces.app}/${names.app}`).spec.template.spec.containers;
    expect(container).toMatchObject({
      image: record.workloads.web.image,
      ports: [{ name: 'http', containerPort: ports.http }],
    });
  });

  test('answers to its host, and to nobody but the ingress controllers', () => {
    expect(get(`Ingress/${namespaces.app}/${names.app}`).spec.rules[0].host).toBe(record.host);
    const { ingress } = get(`NetworkPolicy/${namespaces.app}/${names.app}`).spec;
    for (const { from } of ingress) {
      for (const { podSelector } of from) expect(podSelector.matchLabels['app.kubernetes.io/name']).toBe('traefik');
    }
  });
});
