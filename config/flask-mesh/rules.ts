import { distinct } from '../rules';
import type { Rule } from '../system';
import { gatewayNodePorts } from './facts';
import type { FlaskMeshConfig } from './schema';

export const rules: Rule<FlaskMeshConfig>[] = [
  ...distinct('a port', ['cluster.ports.http', 'cluster.ports.https', 'cluster.ports.flask']),
  {
    reads: ['cluster.ports.flask'],
    check: ({ cluster: { ports } }) =>
      Object.values<number>(gatewayNodePorts).includes(ports.flask)
        ? `a node port other than those of the gateway (${Object.values(gatewayNodePorts).join(', ')})`
        : undefined,
  },
];
