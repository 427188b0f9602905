import { GcsBackend, LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import type { State } from '../../config/state';

/**
 * Says where a stack keeps its state, under its name.
 * @param state `undefined` for a local file: relative, because terraform runs in `cdktf.out/stacks/<stack>` of any checkout
 */
export function keepState(stack: TerraformStack, name: string, state: State | undefined): void {
  switch (state?.kind) {
    case 'gcs':
      new GcsBackend(stack, { bucket: state.bucket, prefix: name });
      break;
    case 's3':
      new S3Backend(stack, { bucket: state.bucket, region: state.region, key: `${name}.tfstate`, encrypt: true });
      // A lock object beside the state instead of a DynamoDB table; cdktf's type does not know it.
      // https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
      stack.addOverride('terraform.backend.s3.use_lockfile', true);
      break;
    default:
      new LocalBackend(stack, { path: `../../../.terrachart/state/${name}.tfstate` });
  }
}
