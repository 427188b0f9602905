import { z } from 'zod';
import * as check from '../checks';

/** Name of a service: of its image, its identity, its container and its host name in the overlay networks. */
export const serviceName = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,22}[a-z0-9])?$/, 'a service: at most 24 lower-case letters, digits and hyphens, e.g. api');

/** Name of a secret, in Secret Manager and in Swarm. */
export const secretName = check.label;

const variable = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a variable in capitals, e.g. API_URL');

/** Google's front end answers some paths that end in z itself; https://docs.cloud.google.com/run/docs/known-issues#ah */
const servicePath = z
  .string()
  .regex(/^(\/[a-z0-9-]+)+$|^\/$/, { error: 'a path, e.g. /api', abort: true })
  .regex(/[^z]$/, 'a path that does not end in z: Google answers some of those itself');

/** Where a service answers to probes, below its own path. */
const probePath = servicePath.refine((path) => path !== '/', 'a path of its own, e.g. /health');

const link = z.strictObject({
  service: serviceName,
  path: z
    .string()
    .regex(/^(\/[A-Za-z0-9._-]+)+$/, 'a path, e.g. /confirmation')
    .optional(),
});

export const service = z.strictObject({
  description: z.string().min(1).describe('What it is for; shown in the console.'),
  access: z
    .enum(['public', 'members', 'internal'])
    .describe(
      'public: the load balancer leads there. members: likewise, for `admins` only. internal: for services that call it.',
    ),
  path: servicePath
    .optional()
    .describe('Where the load balancer finds it. Nothing is rewritten: it serves everything below this path.'),
  port: z.int().min(1024).max(65535).describe('Where it listens, on all addresses; also in PORT.'),
  health: probePath.optional().describe('Below `path`: says that the process lives, and asks nobody.'),
  ready: probePath.optional().describe('Below `path`: says that its database and store answer. Left out: `health`.'),
  calls: z.record(variable, serviceName).optional().describe('Services that it calls, by the variable with the URL.'),
  links: z.record(variable, link).optional().describe('Pages of the browser, by the variable with the public URL.'),
  origins: z
    .record(variable, z.array(serviceName).min(1))
    .optional()
    .describe('Services whose pages may call it, by the variable with their origins, divided by commas.'),
  environment: z.record(variable, z.string()).optional().describe('Other variables, which are no secrets.'),
  database: z
    .strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/, 'a database in lower case, e.g. twittix'),
      rights: z
        .enum(['owner', 'read'])
        .describe('owner: makes and changes its tables. read: sees them, later ones too.'),
    })
    .optional()
    .describe('PostgreSQL, in DATABASE_URL.'),
  store: z.boolean().optional().describe('The Redis-compatible store, in STORE_URL.'),
  mail: z.boolean().optional().describe('Whether it sends mail, through SMTP_HOST and SMTP_PORT.'),
  secrets: z
    .record(variable, secretName)
    .optional()
    .describe('Secrets by variable: NAME_FILE is the path of the file.'),
  buildSecrets: z.record(variable, secretName).optional().describe('Secrets that the build of its image needs.'),
  migrate: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Command of the image that brings the database to its tables; run before a version that needs them.'),
  repository: z
    .string()
    .regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, 'owner and name on GitHub, e.g. my-account/twittix-api')
    .describe('Where its sources are; Cloud Build listens there.'),
  folder: z
    .string()
    .regex(/^(\.|[A-Za-z0-9_-][A-Za-z0-9._/-]*)$/, 'a folder in the repository, e.g. api, or .')
    .describe('Folder with its Dockerfile; only changes below it build it.'),
  cpu: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)], 'one of 1, 2, 4, 8').describe('Virtual CPUs.'),
  memoryMiB: z.int().min(128).max(32768).describe('Limit of an instance.'),
  instances: z.strictObject({
    min: z.int().min(0).max(100).describe('Kept running; 0 costs nothing and starts slowly. Swarm runs one at least.'),
    max: z.int().min(1).max(100),
  }),
  concurrency: z.int().min(1).max(1000).describe('Requests that an instance takes at a time.'),
});

export const services = z
  .record(serviceName, service)
  .refine((map) => Object.keys(map).length > 0, 'at least one service')
  .describe('The micro-services. One entry is a service: everything else follows from it.');

export const secrets = z
  .record(secretName, z.enum(['generated', 'provided']))
  .describe(
    'Who fills each secret. generated: a random value, which nobody sees. provided: you do, by the command that a synth prints.',
  );

export type Service = z.infer<typeof service>;
export type Services = z.infer<typeof services>;
