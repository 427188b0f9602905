import { charts, images, machineImages, reference, releases } from '../../../config/versions';
import { type Case, deployment, objects, output, pod, resource } from './make';

/** Held on a day long after the end of every version's support. */
export const supportCases: readonly Case[] = [
  {
    rule: 'supported-versions',
    // What users build themselves is theirs to look after.
    good: [objects(pod('containers.0.image', 'registry.example.com/app:1.0.0'))],
    bad: [
      [objects(deployment), /^Deployment.*traefik:\S+ was last looked at on \d{4}-\d{2}-\d{2}: https:/],
      [objects(pod('containers.0.image', reference(images.redis))), /redis:\S+ is unsupported since \d{4}-\d{2}-\d{2}/],
      [resource('terraform_data', { input: { tag: releases.istio.version } }), /is unsupported since/],
      [
        resource('aws_instance', { ami: `x/${machineImages['22.04'].name}-amd64-server-*` }),
        /ubuntu-jammy-22\.04 is unsupported since 2027-04-01/,
      ],
      [
        output({
          expectations: [{ kind: 'cluster', name: `cert-manager ${charts.certManager.version}`, from: 'helm' }],
        }),
        /^cert-manager .* was last looked at on/,
      ],
    ],
  },
];
