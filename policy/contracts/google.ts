import { at, list } from '../../model/blocks';
import { connectionNameOf, inRegion, keyIdOf, regionOf, registryOf } from '../../model/google';
import { type KubernetesObject, nameOf } from '../../model/objects';
import { proxiesOf, sealOf } from '../../model/software';
import type { Rule, Violation } from '../rule';
import { contract, nobody } from './contract';

const vaultSeal = contract(
  {
    id: 'vault-seal',
    protects: 'Vault unseals with a key that exists; with another one its storage stays shut.',
    link: 'https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms',
  },
  (both) => {
    const keys = both.resources('google_kms_crypto_key').map((key) => keyIdOf(key, both));
    return both.pods.flatMap((pod) => {
      const seal = sealOf(pod, both);
      if (!seal || keys.includes(seal.key)) return [];
      return [
        nobody(
          { object: seal.configMap, field: 'seal "gcpckms"', value: seal.key },
          `the keys are ${keys.join(', ') || 'none'}`,
        ),
      ];
    });
  },
);

const sqlConnection = contract(
  {
    id: 'sql-connection',
    protects: 'The Auth Proxy connects to the instance that exists.',
    link: 'https://cloud.google.com/sql/docs/mysql/connect-kubernetes-engine',
  },
  (both) => {
    const instances = both
      .resources('google_sql_database_instance')
      .map((instance) => connectionNameOf(instance, both));
    return both.pods.flatMap((pod) =>
      proxiesOf(pod).flatMap(({ container, instances: wanted }) =>
        wanted
          .filter((name) => !instances.includes(name))
          .map((name) =>
            nobody(
              { object: nameOf(pod.owner), field: `args of ${container.name}`, value: name },
              `the instances are ${instances.join(', ') || 'none'}`,
            ),
          ),
      ),
    );
  },
);

const ADDRESS = 'networking.gke.io/load-balancer-ip-addresses';

const GLOBAL_ADDRESS = 'kubernetes.io/ingress.global-static-ip-name';

const reservedAddress = contract(
  {
    id: 'reserved-address',
    protects: 'The load balancer takes the address that the DNS records name.',
    link: 'https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters',
  },
  (both) => {
    const addresses = both.resources('google_compute_address');
    const regions = both.resources('google_container_cluster').map(({ body }) => inRegion(String(body.location)));
    return both.ofKind('Service').flatMap((service): Violation[] => {
      const name = service.metadata.annotations?.[ADDRESS];
      if (name === undefined) return [];
      const side = { object: nameOf(service), field: ADDRESS, value: name };
      const address = addresses.find(({ body }) => body.name === name);
      if (!address) return [nobody(side, 'no google_compute_address has that name')];
      const region = regionOf(address, both);
      return regions.length === 0 || regions.includes(region)
        ? []
        : [nobody(side, `${address.address} is in ${region} and the cluster in ${regions.join(', ')}`)];
    });
  },
);

/** What an Ingress of Google's names, by the annotation or the field that does, and what must have that name. */
const ingressParts = contract(
  {
    id: 'ingress-parts',
    protects:
      'The load balancer of an Ingress takes the address that the DNS records name, and speaks the TLS that was agreed.',
    link: 'https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration',
  },
  (both) => {
    const named = (type: string) => both.resources(type).map(({ body }) => String(body.name));
    const [addresses, policies] = [named('google_compute_global_address'), named('google_compute_ssl_policy')];
    const missing = (
      object: KubernetesObject,
      field: string,
      value: unknown,
      known: readonly string[],
      type: string,
    ) =>
      value === undefined || known.includes(String(value))
        ? []
        : [nobody({ object: nameOf(object), field, value }, `no ${type} has that name`)];
    return [
      ...both.ofKind('Ingress').flatMap((ingress) => {
        const address = ingress.metadata.annotations?.[GLOBAL_ADDRESS];
        return missing(ingress, GLOBAL_ADDRESS, address, addresses, 'google_compute_global_address');
      }),
      ...both
        .ofKind('FrontendConfig')
        .flatMap((config) =>
          missing(config, 'sslPolicy', config.spec.sslPolicy, policies, 'google_compute_ssl_policy'),
        ),
    ];
  },
);

const registry = contract(
  {
    id: 'registry',
    protects: 'Nodes pull the images from the registry that users push them to.',
    link: 'https://cloud.google.com/artifact-registry/docs/docker/names',
  },
  (both) => {
    const registries = both
      .resources('google_artifact_registry_repository')
      .map((repository) => registryOf(repository, both));
    return both.pods.flatMap(({ owner, containers }) =>
      containers
        .filter(({ image }) => /^[\w-]+-docker\.pkg\.dev\//.test(image))
        .filter(({ image }) => !registries.some((known) => image.startsWith(`${known}/`)))
        .map(({ name, image }) =>
          nobody(
            { object: nameOf(owner), field: `image of ${name}`, value: image },
            `the registries are ${registries.join(', ') || 'none'}`,
          ),
        ),
    );
  },
);

/** Admission webhooks by the API group whose objects they check, and the port of their pods. */
const webhooks = [
  { group: 'cert-manager.io', software: 'cert-manager', port: '10250' },
  { group: 'networking.istio.io', software: 'istiod', port: '15017' },
] as const;

const webhookFirewall = contract(
  {
    id: 'webhook-firewall',
    protects: 'The API server of a private cluster reaches the webhooks that it must ask, and no other port of a node.',
    mend: 'Allow exactly the ports of the webhooks from the range of the control plane.',
    link: 'https://cloud.google.com/kubernetes-engine/docs/how-to/private-clusters#add_firewall_rules',
  },
  (both) =>
    both.resources('google_container_cluster').flatMap(({ address, body }): Violation[] => {
      const range = at(body, 'private_cluster_config.master_ipv4_cidr_block');
      if (range === undefined) return [];
      const rules = both
        .resources('google_compute_firewall')
        .filter((rule) => list(rule.body.source_ranges).includes(range as never));
      const open = rules.flatMap((rule) => list(rule.body.allow).flatMap(({ ports }) => list<string>(ports)));
      const asked = webhooks.filter(({ group }) =>
        both.objects.some(({ apiVersion }) => apiVersion.startsWith(`${group}/`)),
      );
      const needed: readonly string[] = asked.map(({ port }) => port);
      return [
        ...asked
          .filter(({ port }) => !open.includes(port))
          .map(({ software, group, port }) => ({
            object: address,
            detail: `its control plane (${range}) may not reach port ${port} of the nodes, where ${software} checks objects of ${group}`,
          })),
        ...rules.flatMap((rule) =>
          list(rule.body.allow)
            .flatMap(({ ports }) => list<string>(ports))
            .filter((port) => !needed.includes(port))
            .map((port) => ({
              object: rule.address,
              detail: `opens port ${port} to the control plane, but no object needs a webhook there`,
              other: address,
            })),
        ),
      ];
    }),
);

export const googleContracts: readonly Rule[] = [
  vaultSeal,
  sqlConnection,
  reservedAddress,
  ingressParts,
  registry,
  webhookFirewall,
];
