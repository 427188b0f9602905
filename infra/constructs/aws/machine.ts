import type { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { Construct } from 'constructs';
import type { SecurityGroup } from './security-group';

export interface MachineProps {
  readonly name: string;
  /** Looked up once: a newer image never replaces a machine that runs. */
  readonly image: DataAwsAmi;
  readonly instanceType: string;
  /** Root disk, in GiB. */
  readonly diskGb: number;
  readonly subnetId: string;
  readonly groups: readonly SecurityGroup[];
  readonly profile: IamInstanceProfile;
  /** Name of the key pair that the user `ubuntu` accepts. */
  readonly keyName: string;
  /** While true, Terraform refuses any plan that destroys the machine, and AWS refuses to terminate it. @default false */
  readonly terminationProtection?: boolean;
  /** `fixed` gives it an address on the internet that outlives stops and starts. @default none */
  readonly publicAddress?: 'none' | 'fixed';
}

/** A virtual machine with an encrypted disk, whose metadata answers to sessions from itself alone. */
export class Machine extends Construct {
  public readonly instance: Instance;
  /** Of a machine that has one. */
  public readonly publicAddress?: string;

  constructor(scope: Construct, id: string, props: MachineProps) {
    super(scope, id);
    const { name, terminationProtection = false, publicAddress = 'none' } = props;
    this.instance = new Instance(this, 'Resource', {
      ami: props.image.id,
      instanceType: props.instanceType,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: props.groups.map(({ groupId }) => groupId),
      iamInstanceProfile: props.profile.name,
      keyName: props.keyName,
      // Left to AWS where a fixed one follows: with `false` here and that one attached, every plan would replace the machine.
      ...(publicAddress === 'none' && { associatePublicIpAddress: false }),
      disableApiTermination: terminationProtection,
      ebsOptimized: true,
      // One hop: pods, which are a hop further, get neither the metadata nor the machine's credentials.
      // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      rootBlockDevice: { volumeType: 'gp3', volumeSize: props.diskGb, encrypted: true, deleteOnTermination: true },
      tags: { Name: name },
      lifecycle: { ignoreChanges: ['ami'], preventDestroy: terminationProtection },
    });
    if (publicAddress === 'none') return;
    this.publicAddress = new Eip(this, 'address', {
      domain: 'vpc',
      instance: this.instance.id,
      tags: { Name: name },
    }).publicIp;
  }
}
