import type { App } from 'cdktf';
import { APP_FOLDER, appImage, type LaptopConfig, namespaces } from '../../../config/f1-vote';
import { ingressUrl } from '../../../config/laptop/facts';
import type { Target } from '../../../config/system';
import { buildTag } from '../../../config/versions';
import { secretCommand } from '../../constructs/laptop/props';
import { LaptopStack } from '../../constructs/laptop/stack';

/** The vote, on a laptop. */
export function buildLaptop(app: App, target: Target<LaptopConfig>): void {
  const { config } = target;
  const url = ingressUrl(config.cluster, config.host);
  new LaptopStack(app, target, {
    apps: {
      app: {
        folder: APP_FOLDER,
        image: buildTag(appImage(config)),
        workloads: [`Deployment/${namespaces.app}/f1-vote`],
      },
    },
    chartsSay: [`host: ${config.host}`],
    urls: { 'The vote': url },
    commands: {
      'Open and close it': `${url}/admin, user ${config.admin.user}`,
      'Its password': secretCommand(namespaces.app, 'admin', 'password'),
    },
  });
}
