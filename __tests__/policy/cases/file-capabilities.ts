import { images, reference } from '../../../config/versions';
import { type Case, change, container, deployment, objects } from './make';

const image = reference(images.vault);
const at = 'spec.template.spec';
const folder = { name: 'bin', mountPath: '/copy' };
const setup = {
  ...container,
  name: 'copy',
  image,
  command: ['cp', '/bin/vault', '/copy/vault'],
  volumeMounts: [folder],
};
const server = {
  ...container,
  image,
  command: ['vault', 'server'],
  env: [{ name: 'PATH', value: '/copy:/usr/bin' }],
  volumeMounts: [{ ...folder, readOnly: true }],
};
const running = (main: object, before: object[] = [setup]) =>
  objects(change(change(deployment, `${at}.containers`, [main]), `${at}.initContainers`, before));

export const fileCapabilityCases: readonly Case[] = [
  {
    rule: 'file-capabilities',
    good: [objects(deployment), running(server)],
    bad: [
      [running(server, []), /container app runs vault as its image has it/],
      [running({ ...server, image: 'mirror.test:5000/all/hashicorp/vault:2.1.1' }, []), /container app runs vault/],
      [running({ ...server, command: undefined }, []), /runs vault as its image has it/],
      [running({ ...server, env: [] }), /container app runs vault/],
      [running({ ...server, env: [{ name: 'PATH', value: '/usr/bin:/copy' }] }), /container app runs vault/],
      [running(server, [{ ...setup, image: `${image}-other` }]), /container app runs vault/],
      [running(server, [{ ...setup, volumeMounts: [{ ...folder, readOnly: true }] }]), /container app runs vault/],
      // A sidecar beside a main container of another image.
      [running(container, [{ ...server, name: 'agent', restartPolicy: 'Always' }]), /container agent runs vault/],
    ],
  },
];
