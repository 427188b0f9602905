import { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service';
import { CloudRunV2ServiceIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-service-iam-member';
import { Construct } from 'constructs';
import { type Egress, env, type SecretFile, secretMounts, secretVolumes, vpcAccess } from './container';
import { SQL_PROXY, sqlProxy } from './sql-proxy';

/** Who gets to a service: callers within the network, or the load balancer as well. */
export type Ingress = 'internal' | 'load-balancer';

export interface RunServiceProps {
  readonly name: string;
  readonly region: string;
  readonly description: string;
  /** E-mail address of the account that it acts as. */
  readonly account: string;
  /** What it runs until its first version is delivered; later ones are not Terraform's. */
  readonly image: string;
  readonly port: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretFile[];
  /** Paths: `startup` asks what it depends on, `liveness` nobody. @default it only has to listen */
  readonly probes: { readonly startup?: string | undefined; readonly liveness?: string | undefined };
  /** Virtual CPUs. */
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly concurrency: number;
  readonly instances: { readonly min: number; readonly max: number };
  readonly egress: Egress;
  /** `project:region:instance`, which the Auth Proxy beside it brings to 127.0.0.1. @default it has no database */
  readonly database?: string | undefined;
  readonly ingress: Ingress;
  /**
   * false: nobody has to show who he is, because the service asks by itself. `roles/run.invoker` for `allUsers` would be the
   * same, but organizations forbid it. https://docs.cloud.google.com/run/docs/securing/managing-access#invoker_check
   */
  readonly asksForIdentity: boolean;
  /** While true, Terraform refuses any plan that destroys the service. */
  readonly deletionProtection: boolean;
}

/** A service on Cloud Run that no path leads to but the network and, if it says so, the load balancer. */
export class RunService extends Construct {
  public readonly service: CloudRunV2Service;

  constructor(scope: Construct, id: string, props: RunServiceProps) {
    super(scope, id);
    const { name, region, description, database, secrets, probes, port, instances, deletionProtection } = props;
    this.service = new CloudRunV2Service(this, 'Resource', {
      name,
      location: region,
      description,
      ingress:
        props.ingress === 'internal' ? 'INGRESS_TRAFFIC_INTERNAL_ONLY' : 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      invokerIamDisabled: !props.asksForIdentity,
      deletionProtection,
      template: {
        serviceAccount: props.account,
        maxInstanceRequestConcurrency: props.concurrency,
        scaling: { minInstanceCount: instances.min, maxInstanceCount: instances.max },
        timeout: '60s',
        vpcAccess: vpcAccess(props.egress),
        volumes: secretVolumes(secrets),
        containers: [
          {
            name,
            image: props.image,
            ports: { containerPort: port },
            env: env(withoutReserved(props.variables)),
            resources: {
              limits: { cpu: String(props.cpu), memory: `${props.memoryMiB}Mi` },
              cpuIdle: true,
              startupCpuBoost: true,
            },
            volumeMounts: secretMounts(secrets),
            // The first connection through the subnet may take a minute: the proxy's probe has waited for it already,
            // that of a store has not.
            startupProbe: probes.startup
              ? { httpGet: { path: probes.startup, port }, periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 24 }
              : { tcpSocket: { port }, periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 24 },
            livenessProbe: probes.liveness
              ? { httpGet: { path: probes.liveness, port }, periodSeconds: 15, timeoutSeconds: 4, failureThreshold: 4 }
              : undefined,
            dependsOn: database === undefined ? undefined : [SQL_PROXY],
          },
          ...(database === undefined ? [] : [sqlProxy({ connectionName: database })]),
        ],
      },
      lifecycle: {
        preventDestroy: deletionProtection,
        // Versions are delivered by `gcloud run deploy`, which leaves its name and a mark in the template's labels.
        ignoreChanges: ['client', 'client_version', 'template[0].containers[0].image', 'template[0].labels'],
      },
    });
  }

  /** Lets an identity call the service. */
  public allowCaller(id: string, member: string): void {
    this.grant(id, 'roles/run.invoker', member);
  }

  /** Lets an identity deliver versions; it also needs to act as the service's account. */
  public allowDelivery(id: string, member: string): void {
    this.grant(id, 'roles/run.developer', member);
  }

  private grant(id: string, role: string, member: string): void {
    const { location, name } = this.service;
    new CloudRunV2ServiceIamMember(this, id, { location, name, role, member });
  }
}

/** Cloud Run sets PORT itself, and refuses who sets it; https://docs.cloud.google.com/run/docs/configuring/services/environment-variables#reserved */
function withoutReserved({ PORT: _, ...variables }: Readonly<Record<string, string>>): Record<string, string> {
  return variables;
}
