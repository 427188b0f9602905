import type { App } from 'cdk8s';
import {
  accountEmail,
  type GcpConfig,
  kms,
  namespaces,
  type ReactiviteConfig,
  serviceAccounts,
} from '../../../config/reactivite';
import { actingAs } from '../../components/google-cloud';
import { InternalCa } from '../../components/internal-ca';
import { Vault } from '../../components/vault';
import { VaultSnapshots } from '../../components/vault/snapshots';
import { ReactiviteChart } from './chart';

/** The store of secrets. Where cert-manager runs it speaks TLS, in a project of Google Cloud it unseals itself. */
export class VaultChart extends ReactiviteChart {
  readonly vault: Vault;

  constructor(app: App, id: string, config: ReactiviteConfig) {
    super(app, id, namespaces.vault, config);
    const { certificates, gcp, vault } = config;
    this.vault = new Vault(this, serviceAccounts.vault.name, {
      replicas: vault.replicas,
      storage: vault.storage,
      auditStorage: vault.auditStorage,
      ...(certificates && { ca: new InternalCa(this, 'internal-ca') }),
      ...(gcp && unsealedBy(gcp)),
    });
    if (gcp) {
      new VaultSnapshots(this, 'vault-snapshot', {
        vault: this.vault,
        schedule: '17 */6 * * *',
        retained: 28,
        storage: vault.storage,
      });
    }
  }
}

/** Terraform makes the key, and the account that may use it and that Vault acts as. */
function unsealedBy(gcp: GcpConfig) {
  const { projectId: project, region, keys } = gcp;
  return {
    seal: { project, region, keyRing: keys.ring, cryptoKey: kms.vaultKey },
    identityAnnotations: actingAs(accountEmail(gcp, 'vault')),
  };
}
