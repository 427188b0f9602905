import type { App } from 'cdk8s';
import { namespaces, type ReactiviteConfig, serviceAccounts } from '../../../config/reactivite';
import { InternalCa } from '../../components/internal-ca';
import { Vault } from '../../components/vault';
import { VaultSnapshots } from '../../components/vault/snapshots';
import { ReactiviteChart } from './chart';

/** The store of secrets. Where cert-manager runs it speaks TLS, in a project of Google Cloud it unseals itself. */
export class VaultChart extends ReactiviteChart {
  readonly vault: Vault;

  constructor(app: App, id: string, config: ReactiviteConfig) {
    super(app, id, namespaces.vault, config);
    const { certificates, identity, seal } = this.place;
    const { replicas, storage, auditStorage } = config.vault;
    this.vault = new Vault(this, serviceAccounts.vault.name, {
      replicas,
      storage,
      auditStorage,
      ca: certificates && new InternalCa(this, 'internal-ca'),
      seal,
      identityAnnotations: identity('vault'),
    });
    // On a laptop there is nothing in it to lose.
    if (seal) {
      new VaultSnapshots(this, 'vault-snapshot', {
        vault: this.vault,
        schedule: '17 */6 * * *',
        retained: 28,
        storage,
      });
    }
  }
}
