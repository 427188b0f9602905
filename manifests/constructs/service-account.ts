import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { clusterScoped, type Identity, namespaced } from './metadata';
import { SystemChart } from './system-chart';

/** The identity of a workload, and what it may do at the Kubernetes API. Without a grant it may do nothing. */
export class ServiceAccount extends Construct {
  readonly name: string;
  private readonly namespaceName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly identity: Identity,
  ) {
    super(scope, id);
    this.name = identity.name;
    this.namespaceName = SystemChart.of(this).namespaceName;
    new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata: namespaced(this, identity),
      automountServiceAccountToken: false,
    });
  }

  /** Grants `rules` in the chart's namespace. */
  grant(rules: readonly k8s.PolicyRule[]): void {
    const metadata = namespaced(this, this.named());
    new k8s.KubeRole(this, 'Role', { metadata, rules: [...rules] });
    new k8s.KubeRoleBinding(this, 'RoleBinding', { metadata, ...this.bound('Role', this.name) });
  }

  /** Grants `rules` in another namespace. */
  grantIn(namespace: string, rules: readonly k8s.PolicyRule[]): void {
    const metadata = { ...clusterScoped(this.named()), namespace };
    const grant = new Construct(this, namespace);
    new k8s.KubeRole(grant, 'Role', { metadata, rules: [...rules] });
    new k8s.KubeRoleBinding(grant, 'RoleBinding', { metadata, ...this.bound('Role', this.name) });
  }

  /** Grants `rules` in every namespace and on cluster-scoped objects. */
  grantClusterWide(rules: readonly k8s.PolicyRule[]): void {
    const metadata = clusterScoped({ ...this.named(), name: this.clusterName() });
    new k8s.KubeClusterRole(this, 'ClusterRole', { metadata, rules: [...rules] });
    new k8s.KubeClusterRoleBinding(this, 'ClusterRoleBinding', {
      metadata,
      ...this.bound('ClusterRole', this.clusterName()),
    });
  }

  /** Grants a ClusterRole that Kubernetes ships, e.g. `system:auth-delegator`. */
  grantBuiltIn(clusterRole: string): void {
    new k8s.KubeClusterRoleBinding(this, 'BuiltInRoleBinding', {
      metadata: clusterScoped({
        ...this.named(),
        name: `${this.clusterName()}-${clusterRole.replace(/^system:/, '')}`,
      }),
      ...this.bound('ClusterRole', clusterRole),
    });
  }

  private named(): Identity {
    const { name, app, labels } = this.identity;
    return { name, app, labels };
  }

  /** Cluster-scoped names carry the system, so that two systems fit in one cluster. */
  private clusterName(): string {
    return `${SystemChart.of(this).system}-${this.name}`;
  }

  private bound(kind: 'Role' | 'ClusterRole', name: string) {
    return {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
      subjects: [{ kind: 'ServiceAccount', name: this.name, namespace: this.namespaceName }],
    };
  }
}
