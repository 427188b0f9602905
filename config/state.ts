import type { z } from 'zod';

/** Where Terraform keeps the state of a stack, when that is not a file of the checkout: a bucket, by who has it. */
export type State =
  | { readonly kind: 'gcs'; readonly bucket: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly region: string };

/** The key `stateBucket` of a provider's section, which all stacks of the environment go by. @param name what a bucket of the provider may be called */
export function stateBucket<Name extends z.ZodType<string>>(name: Name, product: string) {
  return name
    .optional()
    .describe(
      `${product} for Terraform state; local files when left out. Named later: cdktf deploy --migrate-state, as the README says.`,
    );
}
