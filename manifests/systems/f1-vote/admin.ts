import { Construct } from 'constructs';
import { isEveryone } from '../../../config/clients';
import { contract, type F1VoteConfig, forwardedDepth } from '../../../config/f1-vote';
import { Middleware } from '../../../imports/traefik.io';
import { type IngressController, ingress } from '../../constructs/ingress';
import { namespaced } from '../../constructs/metadata';
import { SystemChart } from '../../constructs/system-chart';

const NAME = 'f1-vote-admin';

/** Whether some addresses are kept from /admin; the password is asked for anyway. */
export function isRestricted({ admin }: F1VoteConfig): boolean {
  return !isEveryone(admin.allowedRanges);
}

/**
 * A route of its own for /admin, which wins because it is longer, and which only the allowed ranges may take.
 * Traefik's own kinds exist where Traefik is K3s's: leave it out elsewhere.
 */
export class RestrictedAdmin extends Construct {
  /** @param service that the vote is published under */
  constructor(scope: Construct, id: string, config: F1VoteConfig, service: string, { className }: IngressController) {
    super(scope, id);
    // Proxies before Traefik: it adds its own entry only on the way out.
    const depth = forwardedDepth(config) - 1;
    new Middleware(this, 'AllowList', {
      metadata: namespaced(this, { name: NAME, app: service }),
      spec: {
        ipAllowList: {
          sourceRange: Object.values(config.admin.allowedRanges),
          ...(depth > 0 && { ipStrategy: { depth } }),
        },
      },
    });
    ingress(this, config.host, service, className, {
      name: NAME,
      path: contract.paths.admin,
      tls: false,
      annotations: {
        'traefik.ingress.kubernetes.io/router.middlewares': `${SystemChart.of(this).namespaceName}-${NAME}@kubernetescrd`,
      },
    });
  }
}
