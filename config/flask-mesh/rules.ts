import { clusterRules } from '../laptop/facts';
import type { Rule } from '../system';
import { gatewayNodePorts } from './facts';
import type { FlaskMeshConfig } from './schema';

const ofGateway: readonly number[] = Object.values(gatewayNodePorts);

export const rules: Rule<FlaskMeshConfig>[] = [
  ...clusterRules('workloads.flask-app.image'),
  {
    reads: ['flask.nodePort', 'cluster.nodePorts'],
    check: ({ flask: { nodePort }, cluster: { nodePorts } }) => {
      const free = nodePorts.filter((port) => !ofGateway.includes(port));
      return free.includes(nodePort)
        ? undefined
        : `one of cluster.nodePorts that the gateway leaves (${free.join(', ')})`;
    },
  },
  {
    reads: ['cluster.nodePorts'],
    check: ({ cluster: { nodePorts } }) =>
      ofGateway.every((port) => nodePorts.includes(port))
        ? undefined
        : `node ports with those of the mesh's gateway among them (${ofGateway.join(', ')})`,
  },
];
