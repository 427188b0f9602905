import { z } from 'zod';
import * as check from '../checks';
import { gcp } from './google-schema';
import { proxmox } from './hosts-schema';
import { secrets, services } from './service-schema';

export type { GcpConfig } from './google-schema';
export type { HostConfig, ProxmoxConfig } from './hosts-schema';
export type { Service, Services } from './service-schema';

const mail = z
  .strictObject({
    host: check.hostName.describe('Server that takes the mail, on port 587 with STARTTLS.'),
    sender: check.emailAddress.describe('From whom the mails are.'),
    username: z.string().min(1).optional().describe('Login; its password is the secret `smtp-password`.'),
  })
  .describe('Mail of the services that say `mail`.');

/** On Cloud Run. */
export const onGoogleCloud = z.strictObject({
  host: check.hostName.describe('Public DNS name of everything.'),
  services,
  secrets,
  mail,
  gcp,
});

/** On machines of one's own: a Docker Swarm that nobody reaches but through SSH. */
export const onSwarm = z.strictObject({
  services,
  secrets,
  registry: z
    .string()
    .regex(
      /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
      'a registry with its path, e.g. ghcr.io/me/twittix',
    )
    .describe('Where the images of the services are, each under its name and the SHA of its commit.'),
  standIn: check.imageWithRegistry.describe(
    'Image of apps/twittix/stand-in, which takes the place of a service until its first version is delivered.',
  ),
  load: z
    .strictObject({
      image: check.imageWithRegistry.describe('Image of apps/twittix/load.'),
      seconds: z.int().min(5).max(300).describe('How long each path is asked.'),
      connections: z.int().min(1).max(200).describe('Requests that are under way at a time.'),
      p99Ms: z.int().min(1).max(60000).describe('99 of 100 requests are answered sooner, or the test fails.'),
    })
    .describe('The performance test, which runs on the manager when a workflow or a person asks for it.'),
  tunnelPort: z.int().min(1024).max(65535).describe("Port of the manager's loopback; `ssh -L` leads there."),
  proxmox,
});

export type OnGoogleCloudConfig = z.infer<typeof onGoogleCloud>;
export type OnSwarmConfig = z.infer<typeof onSwarm>;
export type TwittixConfig = OnGoogleCloudConfig | OnSwarmConfig;
