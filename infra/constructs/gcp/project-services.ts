import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import { Construct } from 'constructs';

/**
 * Google APIs that a system calls, by construct id, e.g. `{ compute: 'compute.googleapis.com' }`.
 * Destroying leaves them on: something else in the project may have come to need them.
 */
export class ProjectServices extends Construct {
  /** What everything that calls these APIs depends on. */
  public readonly enabled: readonly ProjectService[];

  constructor(scope: Construct, id: string, services: Readonly<Record<string, string>>) {
    super(scope, id);
    this.enabled = Object.entries(services).map(
      ([name, service]) => new ProjectService(this, name, { service, disableOnDestroy: false }),
    );
  }
}
