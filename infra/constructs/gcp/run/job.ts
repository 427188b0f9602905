import { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job';
import { CloudRunV2JobIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-job-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { TerraformData } from '../../local/terraform-data';
import { type Egress, env, type SecretFile, secretMounts, secretVolumes, vpcAccess } from './container';
import { SQL_DONE_URL, SQL_PROXY, sqlProxy } from './sql-proxy';

export interface RunJobProps {
  readonly name: string;
  readonly region: string;
  /** E-mail address of the account that it acts as. */
  readonly account: string;
  readonly image: string;
  /** Whether later images are delivered by somebody else, so that Terraform only names the first one. */
  readonly delivered: boolean;
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** @default none */
  readonly secrets?: readonly SecretFile[];
  readonly memoryMiB: number;
  /** After which a task that has not ended is one that failed. */
  readonly timeoutSeconds: number;
  readonly egress: Egress;
  /** `project:region:instance`, which the Auth Proxy beside it brings to 127.0.0.1. */
  readonly database: string;
  /** Whether it is logged in as its account; if not, it has a password. @default true */
  readonly databaseByAccount?: boolean;
  /** While true, Terraform refuses any plan that destroys the job. */
  readonly deletionProtection: boolean;
  /** What it finds there when it runs, and Cloud Run when it is made: e.g. its right to a secret. @default nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * One task beside the Auth Proxy, run when somebody asks for it and never twice by itself: a migration that failed half
 * way is looked at by a person. The task ends the proxy (DATABASE_DONE_URL), so that the job ends whichever of the two
 * containers Cloud Run waits for; one that forgets it ends at the latest with the timeout, as failed.
 */
export class RunJob extends Construct {
  public readonly job: CloudRunV2Job;

  constructor(scope: Construct, id: string, props: RunJobProps) {
    super(scope, id);
    const { name, region, secrets = [], database, databaseByAccount, delivered, deletionProtection, dependsOn } = props;
    this.job = new CloudRunV2Job(this, 'Resource', {
      name,
      location: region,
      deletionProtection,
      dependsOn: dependsOn && [...dependsOn],
      template: {
        taskCount: 1,
        parallelism: 1,
        template: {
          serviceAccount: props.account,
          maxRetries: 0,
          timeout: `${props.timeoutSeconds}s`,
          vpcAccess: vpcAccess(props.egress),
          volumes: secretVolumes(secrets),
          containers: [
            {
              name,
              image: props.image,
              command: [...props.command],
              env: env({ ...props.variables, DATABASE_DONE_URL: SQL_DONE_URL }),
              resources: { limits: { cpu: '1', memory: `${props.memoryMiB}Mi` } },
              volumeMounts: secretMounts(secrets),
              dependsOn: [SQL_PROXY],
            },
            sqlProxy({ connectionName: database, byAccount: databaseByAccount, ends: true }),
          ],
        },
      },
      lifecycle: {
        preventDestroy: deletionProtection,
        ignoreChanges: [
          'client',
          'client_version',
          ...(delivered ? ['template[0].template[0].containers[0].image'] : []),
        ],
      },
    });
  }

  /**
   * Has whoever applies run the job, by gcloud, once and again when a trigger changes; an apply goes on when it has ended.
   */
  public runOnChange(id: string, triggers: Readonly<Record<string, string>>): void {
    const { name, location, project } = this.job;
    new TerraformData(this, id, { triggers, dependsOn: [this.job] }).run({
      command: 'gcloud run jobs execute "$JOB" --region="$REGION" --project="$PROJECT" --wait --quiet',
      environment: { JOB: name, REGION: location, PROJECT: project },
    });
  }

  /** Lets an identity deliver versions and run them; it also needs to act as the job's account. */
  public allowDelivery(id: string, member: string): void {
    const { location, name } = this.job;
    new CloudRunV2JobIamMember(this, id, { location, name, role: 'roles/run.developer', member });
  }
}
