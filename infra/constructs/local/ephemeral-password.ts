import type { TerraformStack } from 'cdktf';
import { releases } from '../../../config/versions';

/**
 * A random value that exists while Terraform runs and is in no plan and no state: it may only go to write-only arguments.
 * cdktf has no class for ephemeral blocks. https://developer.hashicorp.com/terraform/language/block/ephemeral
 * @param name of the block, e.g. `admin`
 * @returns an expression for the value
 */
export function ephemeralPassword(stack: TerraformStack, name: string, length: number): string {
  const { version } = releases.terraformRandom;
  stack.addOverride('terraform.required_providers.random', { source: 'hashicorp/random', version });
  // Without signs that shells, URLs or files of settings give a meaning to.
  stack.addOverride(`ephemeral.random_password.${name}`, { length, special: false });
  return `\${ephemeral.random_password.${name}.result}`;
}
