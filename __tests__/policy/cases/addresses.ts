import { type Case, object, objects, output, own, stackJson } from './make';

const policy = (spec: object) => object('NetworkPolicy', 'app', { spec: { podSelector: own, ...spec } });
const from = (cidr: string, except?: string[]) =>
  policy({ ingress: [{ from: [{ ipBlock: { cidr, ...(except && { except }) } }], ports: [{ port: 8080 }] }] });
const to = (cidr: string, except?: string[]) =>
  policy({ egress: [{ to: [{ ipBlock: { cidr, ...(except && { except }) } }], ports: [{ port: 443 }] }] });
const networks = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** A cluster whose nodes and pods have their addresses from here. */
const onGke = (made: ReturnType<typeof policy>) =>
  output({
    objects: [made],
    stacks: {
      'sys-production': {
        ...stackJson,
        resource: {
          google_compute_subnetwork: {
            nodes: { ip_cidr_range: '10.10.0.0/20', secondary_ip_range: [{ ip_cidr_range: '10.20.0.0/16' }] },
          },
        },
      },
    },
  });

export const addressCases: readonly Case[] = [
  {
    rule: 'address-blocks',
    good: [
      objects(policy({ ingress: [{ ports: [{ port: 8080 }] }], egress: [{ ports: [{ port: 443 }] }] })),
      objects(to('0.0.0.0/0', networks)),
      objects(to('0.0.0.0/0', ['0.0.0.0/1', '128.0.0.0/1'])),
      objects(to('172.16.0.0/28'), to('198.51.100.0/24'), to('10.0.0.0/8')),
      onGke(to('10.40.0.0/20')),
    ],
    bad: [
      [objects(from('0.0.0.0/0')), /NetworkPolicy\/sys\/app names 0.0.0.0\/0/],
      [objects(to('0.0.0.0/0')), /names 0.0.0.0\/0/],
      [objects(to('0.0.0.0/0', ['10.0.0.0/8'])), /names 0.0.0.0\/0/],
      // The same in two halves.
      [objects(from('128.0.0.0/1')), /names 128.0.0.0\/1/],
      [objects(from('0.0.0.0/1')), /names 0.0.0.0\/1/],
      [objects(from('::/0')), /names ::\/0/],
      [onGke(to('10.20.3.0/24')), /names 10.20.3.0\/24, where sys-production\/google_compute_subnetwork.nodes/],
      [onGke(from('10.10.0.0/20')), /Dataplane V2/],
    ],
  },
];
