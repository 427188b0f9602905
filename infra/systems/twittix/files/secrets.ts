import { secretPath } from '../../../../config/twittix';
import type { ComposeService } from './compose';

/** All secrets that services of a stack name: Ansible made them. */
export function externalSecrets(services: readonly ComposeService[]): Record<string, { external: true }> {
  const all = services.flatMap(({ secrets = [] }) => secrets.map(({ source }) => source));
  return Object.fromEntries([...new Set(all)].sort().map((secret) => [secret, { external: true } as const]));
}

export function secretFiles(secrets: readonly string[]): ComposeService['secrets'] {
  return secrets.length > 0 ? secrets.map((source) => ({ source, target: secretPath(source) })) : undefined;
}
