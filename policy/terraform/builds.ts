import { at, type Block, list } from '../../model/blocks';
import type { Rule } from '../rule';
import { demand, resourceRule } from './resource-rule';

/** One branch by its whole name: `main` alone is also part of `not-main-at-all`. */
const ANCHORED = /^\^[^*.[\]|()+?]+\$$/;

const builds = resourceRule(
  {
    id: 'cloud-build',
    protects: 'A build starts from one branch, acts as itself, and leaves a log where logs are.',
    mend: 'Build it with BuildTrigger, and give it an account of its own.',
    link: 'https://docs.cloud.google.com/build/docs/securing-builds/configure-user-specified-service-accounts',
  },
  {
    google_cloudbuild_trigger: (body, block, view) => {
      const push = at(body, 'repository_event_config.push') as { branch?: unknown } | undefined;
      const shared = view
        .resources('google_cloudbuild_trigger')
        .filter((other: Block) => other !== block && other.body.service_account === body.service_account);
      return [
        ...(body.service_account ? [] : ['acts as an account that every build of the project has']),
        ...(body.service_account && shared.length > 0 ? [`acts as the same account as ${shared[0]?.address}`] : []),
        ...(push && !ANCHORED.test(String(push.branch))
          ? [`starts from ${push.branch}, which names no one branch`]
          : []),
        ...demand(body, { 'build.options.logging': 'CLOUD_LOGGING_ONLY' }),
        ...list(at(body, 'build.step'))
          .filter(({ name }) => !/:[^/]+$/.test(String(name)) || String(name).endsWith(':latest'))
          .map(({ name }) => `runs ${name}, of whatever version there is that day`),
      ];
    },
  },
);

export const buildRules: readonly Rule[] = [builds];
