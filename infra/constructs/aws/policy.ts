/** One statement of an IAM policy; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Statement {
  readonly sid?: string;
  /** @default Allow */
  readonly effect?: 'Allow' | 'Deny';
  readonly principal?: '*' | Readonly<Record<string, string>>;
  readonly actions: readonly string[];
  /** Left out where the policy belongs to a role's trust. */
  readonly resources?: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A policy as AWS reads it. */
export function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect = 'Allow', principal, actions, resources, condition }) => ({
      Sid: sid,
      Effect: effect,
      Principal: principal,
      Action: actions,
      Resource: resources,
      Condition: condition,
    })),
  });
}

/** Lets an AWS service act through a role. */
export function trust(service: string, condition?: Statement['condition']): string {
  return policy({ principal: { Service: service }, actions: ['sts:AssumeRole'], condition });
}
