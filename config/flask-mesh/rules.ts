import type { Rule } from '../system';
import { gatewayNodePorts } from './facts';
import type { FlaskMeshConfig } from './schema';

const published = ['http', 'https', 'flask'] as const;

/** No two services of this machine share a port: one rule a pair, so that each problem names both. */
const distinctPorts: Rule<FlaskMeshConfig>[] = published.flatMap((a, i) =>
  published.slice(0, i).map((b) => ({
    reads: [`cluster.ports.${a}`, `cluster.ports.${b}`],
    check: ({ cluster: { ports } }) =>
      ports[a] === ports[b] ? `a port other than cluster.ports.${b} (${ports[b]})` : undefined,
  })),
);

export const rules: Rule<FlaskMeshConfig>[] = [
  ...distinctPorts,
  {
    reads: ['cluster.ports.flask'],
    check: ({ cluster: { ports } }) =>
      Object.values<number>(gatewayNodePorts).includes(ports.flask)
        ? `a node port other than those of the gateway (${Object.values(gatewayNodePorts).join(', ')})`
        : undefined,
  },
];
