import { ComputeSecurityPolicy } from '@cdktf/provider-google/lib/compute-security-policy';
import { Construct } from 'constructs';

/**
 * Sets of ready-made rules, each with the priority that it has for ever. Not among them: `methodenforcement`, which
 * refuses PUT, PATCH and DELETE. https://docs.cloud.google.com/armor/docs/waf-rules
 */
const attacks = {
  'sqli-v33-stable': 1000,
  'xss-v33-stable': 1010,
  'lfi-v33-stable': 1020,
  'rfi-v33-stable': 1030,
  'rce-v33-stable': 1040,
  'protocolattack-v33-stable': 1050,
  'scannerdetection-v33-stable': 1060,
  'sessionfixation-v33-stable': 1070,
};

const everybody = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };

export interface WebFirewallProps {
  readonly name: string;
  /** Requests of one address in a minute; what is more gets 429. */
  readonly requestsPerMinute: number;
}

/**
 * What Cloud Armor refuses before a service sees it: the patterns of known attacks, and more requests of one address than a
 * person makes. Sensitivity 1 has the fewest false alarms; a rule that hits something good is looked up in the load
 * balancer's log (`enforcedSecurityPolicy`). https://docs.cloud.google.com/armor/docs/rate-limiting-overview
 */
export class WebFirewall extends Construct {
  public readonly policy: ComputeSecurityPolicy;

  constructor(scope: Construct, id: string, { name, requestsPerMinute }: WebFirewallProps) {
    super(scope, id);
    this.policy = new ComputeSecurityPolicy(this, 'Resource', {
      name,
      description: 'Refuses known attacks, and addresses that ask too often.',
      type: 'CLOUD_ARMOR',
      // Otherwise a body of JSON is one text to the rules, and quotes in it look like an attack.
      advancedOptionsConfig: { jsonParsing: 'STANDARD', logLevel: 'NORMAL' },
      rule: [
        ...Object.entries(attacks).map(([set, priority]) => ({
          description: set,
          priority,
          action: 'deny(403)',
          match: { expr: { expression: `evaluatePreconfiguredWaf('${set}', {'sensitivity': 1})` } },
        })),
        {
          description: 'Lets everybody in, so many times a minute',
          priority: 2000,
          action: 'throttle',
          match: everybody,
          rateLimitOptions: {
            conformAction: 'allow',
            exceedAction: 'deny(429)',
            enforceOnKey: 'IP',
            rateLimitThreshold: { count: requestsPerMinute, intervalSec: 60 },
          },
        },
        // Every policy has this one. Nothing gets here, unless somebody takes the rule above away.
        { description: 'Refuses the rest', priority: 2147483647, action: 'deny(403)', match: everybody },
      ],
    });
  }
}
