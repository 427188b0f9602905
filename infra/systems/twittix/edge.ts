import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import {
  isPublished,
  MEDIA_PATH,
  mediaBucket,
  names,
  type OnGoogleCloudConfig,
  published,
} from '../../../config/twittix';
import { Certificate } from '../../constructs/gcp/edge/certificate';
import { LoadBalancer } from '../../constructs/gcp/edge/load-balancer';
import { MediaBackend } from '../../constructs/gcp/edge/media-backend';
import { RunBackend } from '../../constructs/gcp/edge/run-backend';
import { WebFirewall } from '../../constructs/gcp/edge/web-firewall';
import { GoogleStack } from '../../constructs/gcp/stack';
import { idOf } from '../../constructs/ids';

/** Where everybody comes in. It has the address that DNS points to, and outlives the services, which it finds by name. */
export class EdgeStack extends GoogleStack {
  constructor(app: App, target: Target<OnGoogleCloudConfig>) {
    const { host, services, gcp } = target.config;
    super(app, target, { part: 'edge', ...gcp });
    const { loadBalancer: name } = names;
    const firewall = new WebFirewall(this, 'firewall', { name, requestsPerMinute: gcp.run.requestsPerMinute });
    const backends = published(services)
      .filter((service) => isPublished(gcp, services, service.name))
      .map(({ name: service, path, access }) => {
        const { backend } = new RunBackend(this, idOf(service), {
          name: `${name}-${service}`,
          region: gcp.region,
          service,
          firewall,
          members: access === 'members' ? gcp.admins : undefined,
        });
        return [path, backend] as const;
      });
    const media =
      gcp.media === 'cdn' &&
      new MediaBackend(this, 'media', { name: `${name}-media`, bucket: mediaBucket(gcp) }).backend;

    const certificate = new Certificate(this, 'certificate', { name, host });
    const { address } = new LoadBalancer(this, 'load_balancer', {
      name,
      host,
      certificate,
      paths: { ...Object.fromEntries(backends), ...(media && { [MEDIA_PATH]: media }) },
      deletionProtection: gcp.run.deletionProtection,
    });
    this.publish('address', 'Public address of the load balancer.', address.address);
    this.publish('dns_records', 'DNS records to create, as lines of a zone file.', [
      `${host}. 300 IN A ${address.address}`,
      certificate.record,
    ]);
    this.publish('url', 'Where everything is.', `https://${host}`);
  }
}
