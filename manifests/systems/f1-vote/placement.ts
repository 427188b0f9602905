import type { k8s } from 'cdk8s-plus-28';
import { CONTROL_PLANE_LABEL } from '../../../config/k3s/facts';

/** The node that stays when workers come and go. */
export const controlPlane = { [CONTROL_PLANE_LABEL]: 'true' };

/** Any node but that one, which has its own work. */
export const workersOnly: k8s.Affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: CONTROL_PLANE_LABEL, operator: 'DoesNotExist' }] }],
    },
  },
};
