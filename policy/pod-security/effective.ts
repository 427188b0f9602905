import type { Container, Pod } from '../../model/pods';

/**
 * Who ends up with a bad value: a container's own wins over the pod's, every container must have a good one, and nobody
 * may set a bad one.
 */
export function effective(
  { spec, containers }: Pod,
  read: (context: NonNullable<Container['securityContext']>) => unknown,
  bad: (value: unknown) => boolean,
): string[] {
  const own = read(spec.securityContext ?? {});
  return [
    ...(own !== undefined && bad(own) ? ['the pod'] : []),
    ...containers
      .map(({ name, securityContext = {} }) => ({ name, value: read(securityContext) }))
      .filter(({ value }) => (value === undefined ? own === undefined : bad(value)))
      .map(({ name }) => `container ${name}`),
  ];
}
