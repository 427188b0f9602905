import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { clusterScoped } from './metadata';

export interface NamespaceProps {
  readonly name: string;
  /**
   * Pod Security Standard that the API server enforces.
   * @default restricted; anything weaker wants a waiver in policy/
   */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged';
  readonly labels?: Readonly<Record<string, string>>;
}

/** A namespace that refuses unsafe pods and lets no packet in or out until a rule allows it. */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, { name, podSecurity = 'restricted', labels }: NamespaceProps) {
    super(scope, id);
    const levels = ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, podSecurity]);
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: clusterScoped({ name, labels: { ...Object.fromEntries(levels), ...labels } }),
    });
    new k8s.KubeNetworkPolicy(this, 'DefaultDeny', {
      metadata: { ...clusterScoped({ name: 'default-deny', app: name }), namespace: name },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  }
}
