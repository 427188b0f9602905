import { ComputeBackendService } from '@cdktf/provider-google/lib/compute-backend-service';
import { ComputeRegionNetworkEndpointGroup } from '@cdktf/provider-google/lib/compute-region-network-endpoint-group';
import { IapWebBackendServiceIamMember } from '@cdktf/provider-google/lib/iap-web-backend-service-iam-member';
import { TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { WebFirewall } from './web-firewall';

export interface RunBackendProps {
  /** Of the endpoint group and the backend service. */
  readonly name: string;
  readonly region: string;
  /** Name of the service on Cloud Run. */
  readonly service: string;
  readonly firewall: WebFirewall;
  /**
   * Who gets through, as members of IAM, after a login with Google; with Google's own OAuth client, whose secret is in
   * nobody's state, and which knows people of the project's organization alone.
   * https://docs.cloud.google.com/iap/docs/custom-oauth-configuration
   * @default everybody
   */
  readonly members?: readonly string[] | undefined;
}

/** A service on Cloud Run as a load balancer sees it. Every request is logged. */
export class RunBackend extends Construct {
  public readonly backend: ComputeBackendService;

  constructor(scope: Construct, id: string, { name, region, service, firewall, members }: RunBackendProps) {
    super(scope, id);
    const group = new ComputeRegionNetworkEndpointGroup(this, 'group', {
      name,
      region,
      networkEndpointType: 'SERVERLESS',
      cloudRun: { service },
    });
    this.backend = new ComputeBackendService(this, 'Resource', {
      name,
      loadBalancingScheme: 'EXTERNAL_MANAGED',
      protocol: 'HTTPS',
      backend: [{ group: group.id }],
      securityPolicy: firewall.policy.id,
      customResponseHeaders: ['Strict-Transport-Security: max-age=31536000'],
      logConfig: { enable: true, sampleRate: 1 },
      iap: members && { enabled: true },
    });
    if (members) this.letIn(members);
  }

  private letIn(members: readonly string[]): void {
    const each = TerraformIterator.fromList([...members]);
    new IapWebBackendServiceIamMember(this, 'members', {
      forEach: each,
      webBackendService: this.backend.name,
      role: 'roles/iap.httpsResourceAccessor',
      member: each.value,
    });
  }
}
