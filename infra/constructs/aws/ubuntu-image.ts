import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import type { Construct } from 'constructs';

/** Canonical; https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/ */
const CANONICAL = '099720109477';

/**
 * The newest image of a release of Ubuntu for x86-64.
 * @param name what Canonical calls the release in its images, e.g. `ubuntu-noble-24.04`
 */
export function ubuntuImage(scope: Construct, id: string, name: string): DataAwsAmi {
  const filters = {
    // Anybody may publish under this name; the owner is what makes it Canonical's. Since 23.10 the folder is hvm-ssd-gp3.
    name: `ubuntu/images/hvm-ssd*/${name}-amd64-server-*`,
    architecture: 'x86_64',
    'virtualization-type': 'hvm',
    'root-device-type': 'ebs',
    state: 'available',
  };
  return new DataAwsAmi(scope, id, {
    owners: [CANONICAL],
    mostRecent: true,
    filter: Object.entries(filters).map(([name, value]) => ({ name, values: [value] })),
  });
}
