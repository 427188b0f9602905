import { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository';
import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { Construct } from 'constructs';
import type { UsableKey } from './key-ring';

/** Versions of each image that stay whatever their age. */
const KEPT_VERSIONS = 10;
const UNTAGGED_DAYS = 30;

export interface DockerRepositoryProps {
  readonly name: string;
  readonly region: string;
  readonly description: string;
  /** While true, Terraform refuses any plan that destroys it, and with it every image. Google itself refuses nothing. */
  readonly deletionProtection: boolean;
  /** Whether Artifact Analysis looks for known holes in each image that is pushed, which is paid for by the image. @default false */
  readonly scanned?: boolean;
  /** Encrypts it; in the same region. @default a key of Google's */
  readonly key?: UsableKey;
}

/** Container images in Artifact Registry. A tag, once pushed, always means the same image. */
export class DockerRepository extends Construct {
  private readonly repository: ArtifactRegistryRepository;

  constructor(scope: Construct, id: string, props: DockerRepositoryProps) {
    super(scope, id);
    const { name, region, description, deletionProtection, scanned = false, key } = props;
    this.repository = new ArtifactRegistryRepository(this, 'Resource', {
      repositoryId: name,
      location: region,
      description,
      format: 'DOCKER',
      kmsKeyName: key?.id,
      dockerConfig: { immutableTags: true },
      // Tagged images are never deleted: what runs may refer to any of them.
      cleanupPolicies: [
        { id: 'keep-recent', action: 'KEEP', mostRecentVersions: { keepCount: KEPT_VERSIONS } },
        {
          id: 'delete-untagged',
          action: 'DELETE',
          condition: { tagState: 'UNTAGGED', olderThan: `${UNTAGGED_DAYS * 24 * 60 * 60}s` },
        },
      ],
      cleanupPolicyDryRun: false,
      ...(scanned && { vulnerabilityScanningConfig: { enablementConfig: 'INHERITED' } }),
      dependsOn: key && [...key.usable],
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  public grantPull(id: string, member: string): void {
    this.grant(id, 'roles/artifactregistry.reader', member);
  }

  /** Lets a member push; whoever does may pull as well. */
  public grantPush(id: string, member: string): void {
    this.grant(id, 'roles/artifactregistry.writer', member);
  }

  private grant(id: string, role: string, member: string): void {
    const { location, name: repository } = this.repository;
    new ArtifactRegistryRepositoryIamMember(this, id, { location, repository, role, member });
  }
}

/** A repository that another stack has made, by its name. */
export interface ExistingRepository {
  /** @default the stack's project */
  readonly project?: string;
  readonly location: string;
  readonly repository: string;
}

/** Lets a member pull images from a repository that another stack has made. */
export function grantPullFrom(scope: Construct, id: string, repository: ExistingRepository, member: string): void {
  new ArtifactRegistryRepositoryIamMember(scope, id, { ...repository, role: 'roles/artifactregistry.reader', member });
}
