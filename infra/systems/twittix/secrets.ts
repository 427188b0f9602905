import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import {
  accountMember,
  generation,
  isProtected,
  named,
  type OnGoogleCloudConfig,
  secretsOf,
} from '../../../config/twittix';
import { GeneratedSecret, Secret } from '../../constructs/gcp/secret';
import { GoogleStack } from '../../constructs/gcp/stack';
import { idOf } from '../../constructs/ids';

/**
 * A secret for each that the config names, and one for the token of Cloud Build. Generated ones get their value here; who
 * provides the others is told by the stacks that need them. What builds may read stands with the builds.
 */
export class SecretsStack extends GoogleStack {
  constructor(app: App, target: Target<OnGoogleCloudConfig>) {
    const { gcp, secrets, services, mail } = target.config;
    super(app, target, { part: 'secrets', ...gcp });
    const common = { region: gcp.region, deletionProtection: isProtected(gcp) };
    for (const [name, filledBy] of Object.entries(secrets)) {
      const secret =
        filledBy === 'generated'
          ? new GeneratedSecret(this, idOf(name), { name, generation: generation(gcp, name), ...common })
          : new Secret(this, idOf(name), { name, ...common });
      for (const service of named(services)) {
        if (!Object.values(secretsOf(service, mail)).includes(name)) continue;
        secret.grantRead(idOf(service.name), accountMember(gcp, { service: service.name }));
      }
    }
    const { tokenSecret } = gcp.build;
    new Secret(this, idOf(tokenSecret), { name: tokenSecret, ...common });
  }
}
