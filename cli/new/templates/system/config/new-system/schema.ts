import { z } from 'zod';
import * as check from '../checks';
import type { ClusterConfig } from '../laptop/values';
import { ownApp, workloads } from '../workloads';

const web = ownApp.extend({
  image: check.imageWithRegistry.describe('What runs, `registry/name:tag[@digest]`; it listens on 8080, as no root.'),
});

/** What it is told wherever it runs. */
export const everywhere = {
  host: check.hostName.describe('DNS name that it answers to; names below .localhost mean this machine.'),
  tlsSecret: check.label
    .optional()
    .describe(
      "Secret with tls.crt and tls.key for `host`. Without it the ingress controller's own certificate serves.",
    ),
  workloads: workloads({ web }, {}),
};

const schema = z.strictObject(everywhere);

/** Of any environment; `cluster` is on a laptop alone. */
export type NewSystemConfig = z.infer<typeof schema> & { readonly cluster?: ClusterConfig };
