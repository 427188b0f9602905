import { MemorystoreInstance } from '@cdktf/provider-google/lib/memorystore-instance';
import { Construct } from 'constructs';

export interface ValkeyProps {
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** Network id; a `PrivateConnect` for `gcp-memorystore` must be there. */
  readonly network: string;
  readonly nodeType: string;
  /** Copies in other zones. */
  readonly replicas: number;
  /** While true, Terraform refuses any plan that destroys the store, and so does the API. */
  readonly deletionProtection: boolean;
}

/**
 * Memorystore for Valkey: one shard, which every Redis client can talk to, over TLS, logged in by IAM. It keeps what may be
 * lost: replicas bridge the loss of a zone, nothing is written to disks, and no backup brings old codes back.
 */
export class Valkey extends Construct {
  public readonly instance: MemorystoreInstance;

  constructor(scope: Construct, id: string, props: ValkeyProps) {
    super(scope, id);
    const { name, project, region, network, nodeType, replicas, deletionProtection } = props;
    this.instance = new MemorystoreInstance(this, 'Resource', {
      instanceId: name,
      location: region,
      engineVersion: 'VALKEY_8_0',
      mode: 'CLUSTER_DISABLED',
      shardCount: 1,
      nodeType,
      replicaCount: replicas,
      zoneDistributionConfig: { mode: 'MULTI_ZONE' },
      // A password, as Memorystore for Redis has it, would stand in the state.
      authorizationMode: 'IAM_AUTH',
      transitEncryptionMode: 'SERVER_AUTHENTICATION',
      desiredAutoCreatedEndpoints: [{ projectId: project, network }],
      persistenceConfig: { mode: 'DISABLED' },
      // Sunday at 03:00, UTC.
      maintenancePolicy: { weeklyMaintenanceWindow: [{ day: 'SUNDAY', startTime: { hours: 3 } }] },
      deletionProtectionEnabled: deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}
