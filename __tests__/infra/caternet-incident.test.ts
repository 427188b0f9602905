import { google, namespaceOf, type OnAutopilotConfig, parts, SYSTEM, serviceAccounts } from '../../config/caternet';
import { incident, restores } from '../../infra/systems/caternet/incident';
import type { Incident } from '../../model/incident';
import { builtIn, builtInManifests, builtInStacks } from '../support/built-in';
import { claimTemplatesOf } from '../support/claims';

describe.each(['staging', 'production'])('the answer to an incident in %s', (environment) => {
  const target = builtIn<OnAutopilotConfig>(SYSTEM, environment);
  const steps = incident(target, { id: 'try', folder: 'kept' }) as Incident;
  const charts = builtInManifests(environment, SYSTEM);
  const said = (action: keyof typeof steps) => JSON.stringify(steps[action]);

  test('isolates every namespace that there is', () => {
    const namespaces = charts.objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
    expect(namespaces.sort()).toEqual(parts.map((part) => namespaceOf(environment, part)).sort());
    for (const name of namespaces) expect(said('isolate')).toContain(`--namespace=${name}`);
  });

  test('revokes every account that something of the system acts as', () => {
    const { stacks } = builtInStacks(SYSTEM, environment);
    const made = Object.values(stacks).flatMap(({ resource = {} }) =>
      Object.values(resource.google_service_account ?? {}).map(({ account_id: id }) => String(id)),
    );
    // Those of the cluster's own machinery stay: without nodes and certificates nothing could be looked at.
    const machinery = ['nodes', 'cert-manager'].map((actor) => google.accountId(actor as google.Actor));
    for (const id of made.filter((each) => !machinery.includes(each))) expect(said('revoke')).toContain(`${id}@`);
    expect(made.length).toBeGreaterThan(Object.keys(serviceAccounts).length);
  });

  test('keeps the disk of every member that has one', () => {
    const claims = claimTemplatesOf(
      charts.objects.filter(({ metadata }) => metadata.namespace === namespaceOf(environment, 'data')),
    );
    expect(claims.length).toBeGreaterThan(1);
    for (const claim of claims) expect(said('preserve')).toContain(`incident-try-${claim}`);
  });

  test('restores by Jobs that the charts have', () => {
    for (const name of Object.values(restores)) {
      expect(charts.get(`CronJob/${namespaceOf(environment, 'data')}/${name}`).spec.suspend).toBe(true);
    }
  });
});
