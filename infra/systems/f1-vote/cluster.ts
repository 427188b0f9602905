import { LocalProvider } from '@cdktf/provider-local/lib/provider';
import { TlsProvider } from '@cdktf/provider-tls/lib/provider';
import type { App } from 'cdktf';
import { type AwsConfig, type K3sConfig, type OnAwsConfig, workers, type ZoneKey } from '../../../config/f1-vote';
import type { Target } from '../../../config/system';
import { machineImages } from '../../../config/versions';
import { GithubDeployRole } from '../../constructs/aws/github-deploy-role';
import { lookUpSubnet, lookUpVpc } from '../../constructs/aws/lookups';
import { Machine, type MachineProps } from '../../constructs/aws/machine';
import { SessionProfile } from '../../constructs/aws/session-profile';
import { SshKey } from '../../constructs/aws/ssh-key';
import { AwsStack } from '../../constructs/aws/stack';
import { ubuntuImage } from '../../constructs/aws/ubuntu-image';
import { AccessFiles, localFolder } from './access-files';
import { Firewall } from './firewall';
import { names, privateSubnet, publicSubnet } from './names';

/** The machines that Ansible makes a cluster of, the way to them, and the inventory that says so. */
export class ClusterStack extends AwsStack {
  constructor(app: App, target: Target<OnAwsConfig>, aws: AwsConfig, k3s: K3sConfig) {
    super(app, target, { part: 'cluster', ...aws });
    new LocalProvider(this, 'local');
    if (!aws.sshPublicKey) new TlsProvider(this, 'tls');

    const firewall = new Firewall(this, 'firewall', {
      vpcId: lookUpVpc(this, 'vpc', this.tagsOf(names.vpc)).id,
      admins: aws.bastion.admins,
      nameOf: (thing) => this.nameOf(thing),
    });
    const key = new SshKey(this, 'ssh_key', {
      name: this.nameOf('ssh'),
      publicKey: aws.sshPublicKey,
      privateKeyFile: `${localFolder(target.environment)}/ssh-key`,
    });
    const common = {
      image: ubuntuImage(this, 'ubuntu', machineImages[aws.ubuntu].name),
      profile: new SessionProfile(this, 'profile', { name: this.nameOf('machines') }).profile,
      keyName: key.keyName,
    };
    const subnets = {
      public: lookUpSubnet(this, 'public_a', this.tagsOf(publicSubnet('a'))).id,
      a: lookUpSubnet(this, 'private_a', this.tagsOf(privateSubnet('a'))).id,
      b: lookUpSubnet(this, 'private_b', this.tagsOf(privateSubnet('b'))).id,
    };
    const machine = (id: string, name: string, props: Omit<MachineProps, 'name' | keyof typeof common>) =>
      new Machine(this, id, { name: this.nameOf(name), ...common, ...props });

    const bastion = machine('bastion', names.bastion, {
      ...aws.bastion,
      subnetId: subnets.public,
      groups: [firewall.bastion],
      publicAddress: 'fixed',
    });
    const server = machine('server', names.server, {
      ...aws.server,
      subnetId: subnets.a,
      groups: [firewall.nodes, firewall.server],
    });
    const zoneOf = (zone: ZoneKey) => aws.network.zones[zone].name;
    const agents = workers(aws).map(({ name, zone }) => ({
      name,
      zone: zoneOf(zone),
      address: machine(name.replace('-', '_'), name, {
        instanceType: aws.workers.instanceType,
        diskGb: aws.workers.diskGb,
        subnetId: subnets[zone],
        groups: [firewall.nodes, firewall.workers],
      }).instance.privateIp,
    }));

    const bastionIp = bastion.publicAddress ?? '';
    const serverIp = server.instance.privateIp;
    const access = new AccessFiles(this, 'access', {
      environment: target.environment,
      region: aws.region,
      ubuntu: aws.ubuntu,
      k3s,
      bastion: bastionIp,
      server: { name: names.server, zone: zoneOf('a'), address: serverIp },
      agents,
      privateKeyFile: key.privateKeyFile,
    });
    if (aws.delivery) {
      const { arn } = new GithubDeployRole(this, 'deploy_role', {
        name: this.nameOf('deploy'),
        region: aws.region,
        repository: aws.delivery.repository,
        repositoryIds: aws.delivery.repositoryIds,
        environment: target.environment,
        provider: aws.delivery.githubProvider,
        instanceId: bastion.instance.id,
      });
      this.publish('deploy_role_arn', "Variable AWS_DEPLOY_ROLE_ARN of the repository's workflow.", arn);
    }
    this.publish('bastion_ip', 'Public address of the bastion; it stays.', bastionIp);
    this.publish('server_private_ip', 'Address of the K3s server inside the network.', serverIp);
    this.publish(
      'worker_private_ips',
      'Addresses of the workers inside the network.',
      agents.map(({ address }) => address),
    );
    this.publish('ssh_command', "To the server through the bastion, from the repository's root.", access.sshCommand);
    this.publish(
      'api_tunnel_command',
      "While it runs, the fetched kubeconfig works; from the repository's root.",
      access.tunnelCommand,
    );
  }
}
