import { DataGoogleMemorystoreInstance } from '@cdktf/provider-google/lib/data-google-memorystore-instance';
import { Construct } from 'constructs';
import { type GcpConfig, names } from '../../../config/twittix';

/** The store as another stack finds it: Private Service Connect gives it its address when it is made. */
export class ExistingStore extends Construct {
  /** `rediss://host:port` of the node that takes writes. */
  public readonly url: string;
  /** Certificates that its own is signed with, as PEM. */
  public readonly ca: string;

  constructor(scope: Construct, id: string, { region }: GcpConfig) {
    super(scope, id);
    const { fqn } = new DataGoogleMemorystoreInstance(this, 'Resource', { instanceId: names.store, location: region });
    // A cluster is entered at its discovery endpoint, a single shard at its primary; the other endpoint only reads.
    const writes = '["CONNECTION_TYPE_DISCOVERY", "CONNECTION_TYPE_PRIMARY"]';
    const connections = `${fqn}.endpoints[0].connections[*].psc_auto_connection[0]`;
    const address = `one([for way in ${connections} : "\${way.ip_address}:\${way.port}" if contains(${writes}, way.connection_type)])`;
    this.url = `rediss://\${${address}}`;
    this.ca = `\${join("\\n", flatten(${fqn}.managed_server_ca[*].ca_certs[*].certificates))}`;
  }
}
