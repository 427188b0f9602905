import { list } from '../../model/blocks';
import { podsAs } from '../../model/edges/identity';
import { projectOf } from '../../model/google';
import type { Pod } from '../../model/pods';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { search } from '../strings';
import { statements } from '../terraform/identity';
import { contract, nobody } from './contract';

/** A role of AWS that the pods of one ServiceAccount take by a token of their cluster. */
interface Trust {
  readonly object: string;
  /** Who signs, without scheme. */
  readonly issuer: string;
  readonly audience: unknown;
  readonly namespace: string;
  readonly name: string;
}

const webIdentity = contract(
  {
    id: 'web-identity',
    protects:
      'A pod that is to act at another provider may, by a token of its own cluster, and nobody else is trusted.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  },
  (both) => [...trusts(both).flatMap((trust) => problems(trust, both)), ...rolesWithoutBody(both)],
);

function trusts(both: View): Trust[] {
  return both.resources('aws_iam_role').flatMap(({ address, body }) =>
    statements(body.assume_role_policy).flatMap(({ Condition }) => {
      const equals = Object.entries((Condition as { StringEquals?: object } | undefined)?.StringEquals ?? {});
      return equals.flatMap(([key, value]): Trust[] => {
        const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(String(value)) ?? [];
        if (!key.endsWith(':sub') || namespace === undefined || name === undefined) return [];
        const issuer = key.slice(0, -':sub'.length);
        const audience = equals.find(([other]) => other === `${issuer}:aud`)?.[1];
        return [{ object: address, issuer, audience, namespace, name }];
      });
    }),
  );
}

function problems({ object, issuer, audience, namespace, name }: Trust, both: View): Violation[] {
  const subject = { object, field: 'assume_role_policy', value: `${namespace}:${name}` };
  const account = both.get(`ServiceAccount/${namespace}/${name}`);
  if (!account) return [nobody(subject, `there is no ServiceAccount/${namespace}/${name}`)];
  const issuers = both
    .resources('google_container_cluster')
    .map(
      (cluster) =>
        `container.googleapis.com/v1/projects/${projectOf(cluster, both)}/locations/${cluster.body.location}/clusters/${cluster.body.name}`,
    );
  return [
    ...(podsAs(account, both).some((pod) => hasToken(pod, audience))
      ? []
      : [nobody(subject, `no pod that runs as ${name} has a token for ${audience ?? 'an audience that is named'}`)]),
    ...(issuers.length === 0 || issuers.includes(issuer)
      ? []
      : [nobody({ ...subject, value: issuer }, `the cluster's tokens are signed by ${issuers.join(', ')}`)]),
  ];
}

function hasToken({ spec }: Pod, audience: unknown): boolean {
  return list<{ projected?: { sources?: unknown[] } }>(spec.volumes)
    .flatMap(({ projected }) => list<{ serviceAccountToken?: { audience?: string } }>(projected?.sources))
    .some(({ serviceAccountToken }) => serviceAccountToken?.audience === audience && audience !== undefined);
}

/** Roles that objects name and nobody has made. */
function rolesWithoutBody(both: View): Violation[] {
  const made = both.resources('aws_iam_role').map(({ body }) => body.name);
  return search({ ...both.output, stacks: {}, files: {} }, (text) =>
    [...text.matchAll(/\barn:aws:iam::\d{12}:role\/([\w+=,.@-]+)/g)]
      .map(([, role = '']) => role)
      .filter((role) => !made.includes(role))
      .map((role) => `names the role ${role}, but the roles are ${made.join(', ') || 'none'}`),
  );
}

export const webIdentityContracts: readonly Rule[] = [webIdentity];
