/** What the workflow that applies the infrastructure may do on the project: what the stacks are made of, and no more. */
export const deliveryRoles = {
  registry: 'roles/artifactregistry.admin',
  connections: 'roles/cloudbuild.connectionAdmin',
  triggers: 'roles/cloudbuild.builds.editor',
  certificates: 'roles/certificatemanager.owner',
  database: 'roles/cloudsql.admin',
  network: 'roles/compute.networkAdmin',
  load_balancer: 'roles/compute.loadBalancerAdmin',
  firewall: 'roles/compute.securityAdmin',
  names: 'roles/dns.admin',
  accounts: 'roles/iam.serviceAccountCreator',
  login: 'roles/iap.admin',
  logs: 'roles/logging.configWriter',
  store: 'roles/memorystore.admin',
  monitoring: 'roles/monitoring.editor',
  connectivity: 'roles/networkconnectivity.consumerNetworkAdmin',
  services: 'roles/run.admin',
  secrets: 'roles/secretmanager.admin',
  peering: 'roles/servicenetworking.networksAdmin',
  apis: 'roles/serviceusage.serviceUsageAdmin',
  media: 'roles/storage.admin',
} as const;

/** Roles that the stacks grant on the project, where a resource has no policy of its own; nothing else can be granted. */
export const grantableRoles = [
  'roles/cloudsql.client',
  'roles/cloudsql.instanceUser',
  'roles/logging.logWriter',
  'roles/memorystore.dbConnectionUser',
] as const;
