import { hasRegistry } from './checks';
import type { Support } from './support';

/**
 * Every container image, Helm chart and release that the output uses, pinned by exact version, in one place, with the day
 * and the place where it was last looked at. Images that a system's users build themselves are named in that system's
 * config. A public page, a merged pull request or a package registry must show a version before it stands here.
 */
export interface Image {
  /** Registry and repository, without tag. */
  readonly repository: string;
  /** Exact tag; becomes the `app.kubernetes.io/version` label of what runs it. */
  readonly tag: string;
  /** What the tag must still be, `sha256:...`. @default whatever the registry has under the tag */
  readonly digest?: string;
}

/** Releases that are installed as such, not as an image of ours. */
export const releases = {
  /** From the packages of Docker's makers: Kubernetes 1.36 wants 2.0 at least, and Ubuntu 24.04 has 1.7. */
  containerd: {
    version: '2.3.7',
    seen: '2026-11-26',
    source: 'Go module github.com/containerd/containerd/v2 v2.3.7',
    policy: 'https://containerd.io/releases/',
  },
  /** Docker Engine, from the packages of its makers. Client and daemon are released as one. */
  docker: {
    version: '29.9.3',
    seen: '2026-11-25',
    source: 'Go module github.com/docker/cli v29.9.3',
    policy: 'https://github.com/moby/moby/blob/master/project/BRANCHES-AND-TAGS.md',
  },
  /**
   * Within the minor version whose CRDs `imports/` was made from. Six weeks after 1.32.0, whose API was tagged on
   * 2026-10-21, 1.30 ends: https://istio.io/latest/docs/releases/supported-releases/
   */
  istio: {
    version: '1.30.8',
    seen: '2026-11-25',
    source: 'Go modules istio.io/api and istio.io/client-go v1.30.8',
    until: '2026-12-02',
    policy: 'https://istio.io/latest/docs/releases/supported-releases/',
  },
  /** Istio 1.30 supports Kubernetes 1.32 to 1.36. The sum is that of the file `k3s` of the release, for amd64. */
  k3s: {
    version: 'v1.36.5+k3s1',
    sha256: 'd73847bcd3c5fccef0115b372e2f9a91f3032dc84bbf71518a4617565294d313',
    seen: '2026-11-25',
    source: 'https://github.com/k3s-io/k3s/releases/tag/v1.36.5%2Bk3s1',
    until: '2027-06-28',
    policy: 'https://kubernetes.io/releases/',
  },
  /** Of our own cluster, by kubeadm; the packages are those of pkgs.k8s.io. */
  kubernetes: {
    version: 'v1.36.3',
    seen: '2026-11-26',
    source: 'Go module k8s.io/kubernetes v1.36.3',
    until: '2027-06-28',
    policy: 'https://kubernetes.io/releases/',
  },
  /** DRBD and LINSTOR on Kubernetes; its tag is applied. */
  piraeus: {
    version: 'v2.10.7',
    seen: '2026-11-26',
    source: 'https://github.com/piraeusdatastore/piraeus-operator/pull/995',
    policy: 'https://github.com/piraeusdatastore/piraeus-operator/releases',
  },
  /** Sends what is to be reviewed to SonarQube; from npm. */
  sonarScanner: {
    version: '5.0.1',
    seen: '2026-11-26',
    source: 'public package registry: npm @sonar/scan 5.0.1',
    policy: 'https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/scanners/npm/introduction',
  },
  /** Makes random values that are in no state. */
  terraformRandom: {
    version: '3.9.0',
    seen: '2026-11-25',
    source: 'https://github.com/identiops/terraform-hcloud-k3s/pull/105',
    policy: 'https://github.com/hashicorp/terraform-provider-random/releases',
  },
} as const satisfies Record<string, Support & { readonly version: string; readonly sha256?: string }>;

export const images = {
  /** Builds images without a daemon and without root. */
  buildkit: {
    repository: 'docker.io/moby/buildkit',
    tag: 'v0.34.2-rootless',
    seen: '2026-11-26',
    source: 'Go module github.com/moby/buildkit v0.34.2',
    policy: 'https://github.com/moby/buildkit/releases',
  },
  cadvisor: {
    repository: 'ghcr.io/google/cadvisor',
    tag: 'v0.60.6',
    seen: '2026-11-25',
    source: 'Go module github.com/google/cadvisor v0.60.6',
    policy: 'https://github.com/google/cadvisor/releases',
  },
  cloudSqlProxy: {
    repository: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy',
    tag: '2.27.0',
    seen: '2026-11-25',
    source: 'Go module github.com/GoogleCloudPlatform/cloud-sql-proxy/v2 v2.27.0',
    policy: 'https://github.com/GoogleCloudPlatform/cloud-sql-proxy#support-policy',
  },
  curl: {
    repository: 'docker.io/curlimages/curl',
    tag: '8.22.0',
    seen: '2026-11-25',
    source: 'https://github.com/AndreiGavriliu/homelab/pull/7237',
    policy: 'https://github.com/curl/curl-container/releases',
  },
  // Builds images in Cloud Build. Its client speaks to daemons as old as those there.
  docker: {
    repository: 'docker.io/library/docker',
    tag: '29.8.1-cli',
    seen: '2026-11-25',
    source: 'public Dockerfiles that start from it by its digest',
    policy: 'https://github.com/moby/moby/blob/master/project/BRANCHES-AND-TAGS.md',
  },
  // Speaks TLS, has no certificates of its own, and reads snapshots from buckets by the identity of its pod.
  elasticsearch: {
    repository: 'docker.elastic.co/elasticsearch/elasticsearch',
    tag: '9.5.3',
    seen: '2026-11-26',
    source: 'public repositories that run docker.elastic.co/elasticsearch/elasticsearch:9.5.3',
    policy: 'https://www.elastic.co/support/eol',
  },
  elasticsearchExporter: {
    repository: 'quay.io/prometheuscommunity/elasticsearch-exporter',
    tag: 'v1.11.0',
    seen: '2026-11-26',
    source: 'https://github.com/voxpupuli/puppet-prometheus/pull/1083',
    policy: 'https://github.com/prometheus-community/elasticsearch_exporter/releases',
  },
  gcloud: {
    repository: 'gcr.io/google.com/cloudsdktool/google-cloud-cli',
    tag: '586.0.0-slim',
    seen: '2026-11-25',
    source: 'public repositories that run it by this tag',
    policy: 'https://docs.cloud.google.com/sdk/docs/release-notes',
  },
  // Google's emulators, the bus' among them, with the Java that they need.
  gcloudEmulators: {
    repository: 'gcr.io/google.com/cloudsdktool/google-cloud-cli',
    tag: '587.0.0-emulators',
    seen: '2026-11-26',
    source: 'public repositories whose workflows run it by this tag',
    policy: 'https://docs.cloud.google.com/sdk/docs/release-notes',
  },
  // Not 13: from 13.2 on data sources are plugins that Grafana downloads, which the network does not let it.
  grafana: {
    repository: 'docker.io/grafana/grafana',
    tag: '12.4.11',
    seen: '2026-11-25',
    source:
      'https://github.com/endoflife-date/endoflife.date/blob/00defb7436a205aceac84b4497d946269716aba9/products/grafana.md',
    until: '2027-05-24',
    policy: 'https://grafana.com/docs/grafana/latest/upgrade-guide/when-to-upgrade/',
  },
  // 2.21.0 is released too, but its image was seen in nobody's pull request.
  jaeger: {
    repository: 'docker.io/jaegertracing/jaeger',
    tag: '2.20.0',
    seen: '2026-11-25',
    source: 'https://github.com/jaegertracing/helm-charts/pull/771',
    policy: 'https://github.com/jaegertracing/jaeger/releases',
  },
  // What k3d runs its nodes as.
  k3s: {
    ...releases.k3s,
    repository: 'docker.io/rancher/k3s',
    tag: 'v1.36.5-k3s1',
  },
  kubeStateMetrics: {
    repository: 'registry.k8s.io/kube-state-metrics/kube-state-metrics',
    tag: 'v2.20.0',
    seen: '2026-11-25',
    source: 'Go module k8s.io/kube-state-metrics/v2 v2.20.0',
    policy: 'https://github.com/kubernetes/kube-state-metrics#compatibility-matrix',
  },
  // Catches mail where none must leave.
  mailpit: {
    repository: 'docker.io/axllent/mailpit',
    tag: 'v1.33.1',
    seen: '2026-11-25',
    source: 'Go module github.com/axllent/mailpit v1.33.1',
    policy: 'https://github.com/axllent/mailpit/releases',
  },
  // With mongosh and the tools that dump and restore. A release of a major version, which are mended for five years.
  mongodb: {
    repository: 'docker.io/library/mongo',
    tag: '8.0.32-noble',
    seen: '2026-11-26',
    source: 'public Dockerfiles that start from it by its digest',
    until: '2029-10-31',
    policy: 'https://www.mongodb.com/legal/support-policy/lifecycles',
  },
  mongodbExporter: {
    repository: 'docker.io/percona/mongodb_exporter',
    tag: '0.53.0',
    seen: '2026-11-26',
    source: 'public repositories that run percona/mongodb_exporter:0.53.0',
    policy: 'https://github.com/percona/mongodb_exporter/releases',
  },
  mysql: {
    repository: 'docker.io/library/mysql',
    tag: '8.4.11',
    seen: '2026-11-25',
    source: 'https://github.com/nextcloud-snap/nextcloud-snap/pull/3596',
    until: '2032-04-30',
    policy: 'https://www.mysql.com/support/eol-notice.html',
  },
  // Runs as nobody in particular (101) and listens on 8080.
  nginx: {
    repository: 'docker.io/nginxinc/nginx-unprivileged',
    tag: '1.30.5-alpine3.24',
    seen: '2026-11-25',
    source: 'public repositories that start from docker.io/nginxinc/nginx-unprivileged:1.30.5-alpine3.24',
    policy: 'https://nginx.org/en/download.html',
  },
  nodeExporter: {
    repository: 'quay.io/prometheus/node-exporter',
    tag: 'v1.12.1',
    seen: '2026-11-25',
    source: 'Go module github.com/prometheus/node_exporter v1.12.1',
    policy: 'https://github.com/prometheus/node_exporter/releases',
  },
  // Makes the certificates of a laptop.
  openssl: {
    repository: 'docker.io/alpine/openssl',
    tag: '3.5.9',
    seen: '2026-11-26',
    source: 'public repositories that run alpine/openssl:3.5.9',
    until: '2030-04-08',
    policy: 'https://openssl-library.org/policies/releasestrat/',
  },
  postgres: {
    repository: 'docker.io/library/postgres',
    tag: '17.11-bookworm',
    seen: '2026-11-25',
    source: 'https://github.com/docker-library/official-images/pull/22048',
    until: '2029-11-08',
    policy: 'https://www.postgresql.org/support/versioning/',
  },
  // A release with long-term support, which is a year.
  prometheus: {
    repository: 'quay.io/prometheus/prometheus',
    tag: 'v3.13.5',
    seen: '2026-11-25',
    source: 'Go module github.com/prometheus/prometheus v0.313.5',
    until: '2027-07-01',
    policy: 'https://prometheus.io/docs/introduction/release-cycle/',
  },
  // Since 8.0 also under the AGPLv3; unmodified and spoken to over the network, it asks nothing of the app.
  redis: {
    repository: 'docker.io/library/redis',
    tag: '8.2.10-bookworm',
    seen: '2026-11-25',
    source: 'public repositories that pull docker.io/library/redis:8.2.10-bookworm by its digest',
    until: '2030-09-01',
    policy: 'https://redis.io/docs/latest/operate/oss_and_stack/install/version-mgmt/',
  },
  // Brings files to buckets of Google's and of Amazon's, by the identity of its pod.
  rclone: {
    repository: 'docker.io/rclone/rclone',
    tag: '1.75.1',
    seen: '2026-11-26',
    source: 'Go module github.com/rclone/rclone v1.75.1',
    policy: 'https://github.com/rclone/rclone/releases',
  },
  // Brings Google's own metrics to Prometheus.
  /** Copies images between registries; its makers publish the minor version that Fedora has. */
  skopeo: {
    repository: 'quay.io/skopeo/stable',
    tag: 'v1.22.2',
    seen: '2026-11-26',
    source: 'https://github.com/podman-container-tools/skopeo/issues/2894',
    policy: 'https://github.com/podman-container-tools/skopeo/releases',
  },
  stackdriverExporter: {
    repository: 'docker.io/prometheuscommunity/stackdriver-exporter',
    tag: 'v0.19.0',
    seen: '2026-11-26',
    source: 'Go module github.com/prometheus-community/stackdriver_exporter v0.19.0',
    policy: 'https://github.com/prometheus-community/stackdriver_exporter/releases',
  },
  traefik: {
    repository: 'docker.io/library/traefik',
    tag: 'v3.7.13',
    seen: '2026-11-25',
    source: 'Go module github.com/traefik/traefik/v3 v3.7.13',
    policy: 'https://doc.traefik.io/traefik/deprecation/releases/',
  },
  // Its program carries a file capability: manifests/components/vault/binary.ts.
  vault: {
    repository: 'docker.io/hashicorp/vault',
    tag: '2.1.1',
    seen: '2026-11-25',
    source: 'public repositories that run docker.io/hashicorp/vault:2.1.1',
    policy: 'https://support.hashicorp.com/hc/en-us/articles/360021185113-Support-Period-and-End-of-Life-EOL-Policy',
  },
} as const satisfies Record<string, Image & Support>;

/** What the Dockerfiles of `apps/` start from; a test holds them to it. */
export const baseImages = {
  node: {
    repository: 'docker.io/library/node',
    tag: '24.21.0-trixie-slim',
    seen: '2026-11-25',
    source: 'public Dockerfiles that start from it by its digest',
    until: '2028-04-30',
    policy: 'https://nodejs.org/en/about/previous-releases',
  },
  python: {
    repository: 'docker.io/library/python',
    tag: '3.13.16-slim-bookworm',
    seen: '2026-11-25',
    source: 'public Dockerfiles that start from it by its digest',
    until: '2029-10-31',
    policy: 'https://devguide.python.org/versions/',
  },
} as const satisfies Record<string, Image & Support>;

/** Releases of Ubuntu that machines may start from, by what Canonical puts into the names of its images. */
export const machineImages = {
  '22.04': {
    name: 'ubuntu-jammy-22.04',
    seen: '2026-11-25',
    source: 'https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/',
    // They name the month.
    until: '2027-04-01',
    policy: 'https://ubuntu.com/about/release-cycle',
  },
  '24.04': {
    name: 'ubuntu-noble-24.04',
    seen: '2026-11-25',
    source: 'https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/',
    until: '2029-04-01',
    policy: 'https://ubuntu.com/about/release-cycle',
  },
} as const satisfies Record<string, Support & { readonly name: string }>;

/** Helm charts that users install before `kubectl apply`, with the command that the documentation prints. */
/** Where Helm finds a chart. */
export interface Chart {
  /** The chart itself in a registry, `oci://...`, or an index of several. */
  readonly repository: string;
  /** Which one of an index. @default the repository has no other */
  readonly chart?: string;
  readonly version: string;
}

export const charts = {
  certManager: {
    repository: 'oci://quay.io/jetstack/charts/cert-manager',
    version: 'v1.21.2',
    seen: '2026-11-25',
    source: 'Go module github.com/cert-manager/cert-manager v1.21.2',
    policy: 'https://cert-manager.io/docs/releases/',
  },
  /** Chart and software are released as one. */
  cilium: {
    repository: 'oci://quay.io/cilium/charts/cilium',
    version: '1.20.2',
    seen: '2026-11-26',
    source: 'Go module github.com/cilium/cilium v1.20.2',
    policy: 'https://docs.cilium.io/en/stable/contributing/release/organization/',
  },
  /** The successor of the dashboard, which is archived. */
  headlamp: {
    repository: 'https://kubernetes-sigs.github.io/headlamp/',
    chart: 'headlamp',
    version: '0.44.0',
    seen: '2026-11-26',
    source: 'https://github.com/kubernetes-sigs/headlamp/pull/6726',
    policy: 'https://github.com/kubernetes-sigs/headlamp/releases',
  },
  metricsServer: {
    repository: 'https://kubernetes-sigs.github.io/metrics-server/',
    chart: 'metrics-server',
    version: '3.13.1',
    seen: '2026-11-26',
    source: 'https://github.com/maxim-mityutko/home-infra/pull/1860',
    policy: 'https://github.com/kubernetes-sigs/metrics-server/releases',
  },
  /** It runs the image of this catalogue. */
  traefik: {
    repository: 'oci://ghcr.io/traefik/helm/traefik',
    version: '41.6.0',
    seen: '2026-11-26',
    source: 'https://github.com/AndreiGavriliu/homelab/pull/7327',
    policy: 'https://github.com/traefik/traefik-helm-chart/releases',
  },
} as const satisfies Record<string, Support & Chart>;

/** `repository:tag[@digest]`, as a pod spec wants it. */
export function reference({ repository, tag, digest }: Image): string {
  return digest ? `${repository}:${tag}@${digest}` : `${repository}:${tag}`;
}

/** What an image is built and pushed as: nobody knows its digest before. */
export function buildTag({ repository, tag }: Image): string {
  return `${repository}:${tag}`;
}

/**
 * The image that a value of the type `check.image` names.
 * @param registry where it is if it names no registry itself: a registry and path
 */
export function imageOf(text: string, registry: string): Image {
  const [name = '', digest] = text.split('@');
  const colon = name.lastIndexOf(':');
  const repository = name.slice(0, colon);
  return {
    repository: hasRegistry(name) ? repository : `${registry}/${repository}`,
    tag: name.slice(colon + 1),
    digest,
  };
}
