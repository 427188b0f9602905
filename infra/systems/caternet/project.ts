import type { ITerraformDependable } from 'cdktf';
import { residency } from '../../../config/caternet';
import { AllowedLocations } from '../../constructs/gcp/allowed-locations';
import { ProjectServices } from '../../constructs/gcp/project-services';
import { GoogleStack } from '../../constructs/gcp/stack';

export interface Project {
  readonly projectId: string;
  /** Google APIs that are called, by construct id. */
  readonly services: Readonly<Record<string, string>>;
  /** Regions outside of where the data may be. @default none */
  readonly abroad?: readonly string[];
}

/** The first stack of a project: what may be called in it, and where anything may be. */
export abstract class ProjectStack extends GoogleStack {
  /** @returns what everything in the project waits for */
  protected settle({ projectId: project, services, abroad = [] }: Project): ITerraformDependable[] {
    const { enabled } = new ProjectServices(this, 'services', services);
    const { policy } = new AllowedLocations(this, 'locations', {
      project,
      locations: [...residency.locations, ...abroad.map((region) => `in:${region}-locations`)],
      dependsOn: enabled,
    });
    this.expect(
      `the right to set organization policies on ${project}, which only an organization gives`,
      'gcloud organizations add-iam-policy-binding ORGANIZATION --member=user:YOU --role=roles/orgpolicy.policyAdmin',
    );
    return [...enabled, policy];
  }

  /** Logs of changes are where the project's bucket `_Required` was made, and no sink leads them elsewhere. */
  protected expectLogsAtHome(project: string, folder: string | undefined): void {
    this.expect(
      `the project ${project} was made in a folder whose logs are in ${residency.place}: its bucket of logs _Required cannot be moved`,
      folder === undefined
        ? 'gcp.folder in terrachart.yaml, then new projects in that folder; docs/runbooks/caternet.md'
        : `gcloud projects create ${project} --folder=${folder}, when the stack network has set up the folder`,
    );
  }
}
