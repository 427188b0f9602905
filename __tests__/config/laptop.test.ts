import { hasRegistry } from '../../config/checks';
import type { ClusterConfig } from '../../config/laptop/values';
import { valueAt } from '../../config/rules';
import type { Environment } from '../../config/system';
import { joinKeys, validate } from '../../config/validate';
import { systems } from '../../synthesis/systems';
import { describeEach, shown } from '../support/shown';

type OnLaptop = { readonly cluster: ClusterConfig };
type Sections = { readonly [section: string]: (Sections & { image?: string }) | undefined };

/** Every image that is built for a laptop's cluster, which one of a registry is not. */
const images = systems.flatMap(({ name, environments }) =>
  Object.entries(environments).flatMap(([environmentName, environment]) =>
    'cluster' in environment.record
      ? withImage(environment.record as Sections).map(
          (section) => [`${name}.${environmentName}.${section}.image`, section, environment as Environment] as const,
        )
      : [],
  ),
);

/** Paths of the sections, or workloads, that name an image. */
function withImage(sections: Sections, at = ''): string[] {
  return Object.entries(sections).flatMap(([key, section]) => {
    const image = section?.image;
    if (typeof image === 'string') return hasRegistry(image) ? [] : [`${at}${key}`];
    return key === 'workloads' ? withImage(section as Sections, 'workloads.') : [];
  });
}

function problems(
  environment: Environment,
  section: string,
  image: string,
  existing?: ClusterConfig['existing'],
): string[] {
  const config = structuredClone(environment.record);
  Object.assign(valueAt(config, section) as object, { image });
  if (existing) Object.assign((config as OnLaptop).cluster, { existing });
  return validate(environment, config).map(({ keys, tell }) => `${joinKeys(keys)}: ${tell()}`);
}

test('there are some where a system has an app of its own', () => {
  expect(images.length > 0).toBe(shown('images that are built here'));
});

describeEach(images)('%s', (_, section, environment) => {
  const existing = { context: 'mine', registry: 'ghcr.io/me' };

  test('is in the registry that a cluster which is there pulls from', () => {
    expect(problems(environment, section, 'app:1.0.0', existing)).toEqual([]);
    expect(problems(environment, section, 'ghcr.io/me/app:1.0.0', existing)).toEqual([]);
    expect(problems(environment, section, 'ghcr.io/you/app:1.0.0', existing)).toEqual([
      `${section}.image: "ghcr.io/you/app:1.0.0" - expected a name without a registry, or in cluster.existing.registry (ghcr.io/me)`,
    ]);
  });

  test('has no digest, because it is built by its tag', () => {
    const [problem, ...others] = problems(environment, section, `app:1.0.0@sha256:${'0'.repeat(64)}`);
    expect(problem).toMatch(/image: .* - expected an image without a digest: it is built here/);
    expect(others).toEqual([]);
  });
});
