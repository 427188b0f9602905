import { z } from 'zod';
import * as check from '../../config/checks';
import { gcpRegion, gcpZone } from '../../config/google/regions';
import * as google from '../../config/google/values';
import { environment, type Rule, type System } from '../../config/system';

/** A system of no other purpose than to be configured wrong. */
const schema = z.strictObject({
  hosts: z.strictObject({ web: check.hostName, api: check.hostName }),
  certificates: z.strictObject({ email: check.emailAddress }).optional(),
  worker: z.strictObject({ command: z.array(z.string().min(1)) }),
  volumes: z.strictObject({ data: check.volumeSize, logs: check.volumeSize }),
  lists: z.strictObject({ allowedRanges: z.array(check.cidr) }),
  admins: z
    .record(z.string().regex(/^[a-z]+$/, 'a name of lower-case letters'), check.cidr)
    .refine((admins) => Object.keys(admins).length > 0, 'at least one range'),
  database: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('in-cluster'), storage: check.volumeSize }),
    z.strictObject({ kind: z.literal('cloud-sql'), instance: z.string(), tier: z.string() }),
  ]),
  cloud: z.strictObject({ region: gcpRegion, zone: gcpZone, stateBucket: google.bucket.optional() }).optional(),
});

type Shop = z.infer<typeof schema>;

export const shop: Shop = {
  hosts: { web: 'web.localhost', api: 'api.localhost' },
  certificates: { email: 'ops@shop.test' },
  worker: { command: ['work'] },
  volumes: { data: '1Gi', logs: '1Gi' },
  lists: { allowedRanges: ['10.0.0.0/8'] },
  admins: { operator: '10.0.0.0/8' },
  database: { kind: 'in-cluster', storage: '1Gi' },
  cloud: { region: 'europe-west1', zone: 'europe-west1-b' },
};

const rules: readonly Rule<Shop>[] = [
  {
    reads: ['cloud.zone', 'cloud.region'],
    check: ({ cloud }) =>
      cloud && !cloud.zone.startsWith(`${cloud.region}-`) ? `a zone of ${cloud.region}` : undefined,
  },
  {
    reads: ['certificates', 'cloud'],
    check: ({ certificates, cloud }) => (!certificates && cloud ? 'a section with email' : undefined),
  },
];

const type = { schema, record: shop, rules };

export const system: System = {
  name: 'shop',
  environments: {
    local: environment({ ...type, halves: ['kubernetes'] }),
    production: environment({ ...type, halves: ['terraform', 'kubernetes'] }),
  },
  waivers: [],
};
