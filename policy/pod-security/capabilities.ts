import { control, isWindows } from './control';

/** `securityContext.capabilities` of containers: `drop` has ALL, `add` at most NET_BIND_SERVICE. */
export const capabilities = control(
  { id: 'capabilities', protects: 'A process has none of the rights that root is made of.' },
  (pod) =>
    isWindows(pod)
      ? []
      : pod.containers.flatMap(({ name, securityContext }) => {
          const { add = [], drop = [] } = securityContext?.capabilities ?? {};
          return [
            ...(drop.includes('ALL') ? [] : [`container ${name} does not drop ALL capabilities`]),
            ...add
              .filter((capability) => capability !== 'NET_BIND_SERVICE')
              .map((capability) => `container ${name} adds the capability ${capability}`),
          ];
        }),
);
