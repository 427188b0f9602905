import { gatewayRoutes, type OnSwarmConfig } from '../../../../config/twittix';
import { images, reference } from '../../../../config/versions';
import type { Gateway } from '../inventory';
import { GATEWAY_FOLDER } from './paths';

const PORT = 8080;

/** The container in front of the stack, which leads where the load balancer of production does. */
export const gateway: Gateway = {
  image: reference(images.nginx),
  folder: GATEWAY_FOLDER,
  mount: '/etc/nginx/conf.d',
  port: PORT,
};

/** Its server; the image's own configuration is around it. */
export function gatewayConfig({ services }: OnSwarmConfig): string {
  return [
    // Asked at each request, because a service may be away when the gateway starts, and another one when it comes back.
    'resolver 127.0.0.11 valid=5s ipv6=off;',
    '',
    'map $http_upgrade $connection_upgrade {',
    '  default upgrade;',
    '  "" "";',
    '}',
    '',
    'server {',
    `  listen ${PORT};`,
    '  server_tokens off;',
    '',
    '  # As much as Cloud Run takes, and as long as a service has.',
    '  client_max_body_size 32m;',
    '  proxy_read_timeout 60s;',
    '  proxy_send_timeout 60s;',
    '  proxy_buffering off;',
    '  proxy_request_buffering off;',
    '',
    '  proxy_http_version 1.1;',
    '  proxy_set_header Host $http_host;',
    '  proxy_set_header Upgrade $http_upgrade;',
    '  proxy_set_header Connection $connection_upgrade;',
    '  # There is nobody in front who could be believed.',
    '  proxy_set_header X-Forwarded-For $remote_addr;',
    '  proxy_set_header X-Forwarded-Proto $scheme;',
    ...gatewayRoutes(services).flatMap(({ name, path, port }) => [
      '',
      `  location ${path === '/' ? '/' : `~ ^${path}(/|$)`} {`,
      // By a variable: so nginx asks for the name anew, and passes the path on as it came.
      `    set $upstream http://${name}:${port};`,
      '    proxy_pass $upstream;',
      '  }',
    ]),
    '}',
    '',
  ].join('\n');
}
