import {
  type CloudIdentity,
  google,
  isOnAutopilot,
  namespaceOf,
  type OnAutopilotConfig,
  type OnOwnMachinesConfig,
  type Part,
  parts,
  SYSTEM,
  secondCopyRole,
  serviceAccounts,
  workloads,
} from '../../../config/caternet';
import { workloadIdentityMember } from '../../../config/google/names';
import { labelKeys } from '../../../config/labels';
import type { Target } from '../../../config/system';
import type { Incident, Occasion, Step } from '../../../model/incident';
import { toYaml } from '../../../model/yaml';

/** As production, without its people's data. */
export const drills: readonly string[] = ['staging'];

/** The answer to an incident. What it takes back, `--undo` gives again; a deployment would, too. */
export function incident(
  target: Target<OnAutopilotConfig | OnOwnMachinesConfig>,
  occasion: Occasion,
): Incident | undefined {
  return isOnAutopilot(target) ? onAutopilot(target, occasion) : undefined;
}

function onAutopilot(target: Target<OnAutopilotConfig>, occasion: Occasion): Incident {
  return {
    connect: [connect(target.config)],
    isolate: [onlyTheCharts(target.environment), ...parts.flatMap((part) => isolate(target.environment, part))],
    revoke: [
      ...(Object.keys(serviceAccounts) as CloudIdentity[]).flatMap((identity) => revoke(target, identity)),
      disable(target.config, 'mousetrap'),
      denyCopies(target),
    ],
    preserve: [...snapshots(target, occasion), ...evidence(target, occasion)],
    restore: restore(target, occasion),
  };
}

function connect({ gcp }: OnAutopilotConfig): Step {
  const { cluster, region, projectId } = gcp;
  return {
    does: `reaches the cluster ${cluster.name} by its DNS endpoint, as you`,
    run: [
      ...['gcloud', 'container', 'clusters', 'get-credentials', cluster.name],
      ...[`--region=${region}`, `--project=${projectId}`, '--dns-endpoint'],
    ],
  };
}

const POLICY = 'incident';

/** Which policies there were before. What was allowed beside the charts does not come back by itself. */
function onlyTheCharts(environment: string): Step {
  return {
    does: 'keeps the network policies of all namespaces',
    run: ['kubectl', 'get', 'networkpolicies', '--all-namespaces', '--output=yaml'],
    saves: 'networkpolicies.yaml',
    undo: [
      {
        does: 'makes the charts anew',
        run: [
          ...['npm', 'run', '--silent', 'synth', '--', '--only', 'manifests'],
          ...['--system', SYSTEM, '--env', environment],
        ],
      },
      { does: 'allows what the charts allow', run: ['kubectl', 'apply', '--filename=dist'] },
    ],
  };
}

/** A policy cannot take back what another allows: the others go, and a deployment brings them again. */
function isolate(environment: string, part: Part): Step[] {
  const namespace = namespaceOf(environment, part);
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: POLICY, namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
  return [
    {
      does: `denies all traffic in ${namespace}`,
      run: ['kubectl', 'apply', '--filename=-'],
      input: toYaml(policy),
      undo: [
        {
          does: `no longer denies all traffic in ${namespace}`,
          run: ['kubectl', 'delete', 'networkpolicy', POLICY, `--namespace=${namespace}`, '--ignore-not-found'],
        },
      ],
    },
    {
      does: `takes away what allows traffic in ${namespace}`,
      run: [
        ...['kubectl', 'delete', 'networkpolicies', `--namespace=${namespace}`],
        ...[`--selector=${labelKeys.partOf}=${SYSTEM}`, '--ignore-not-found'],
      ],
    },
  ];
}

/** An account that nobody may act as, whose tokens are refused within minutes. */
function disable({ gcp }: OnAutopilotConfig, actor: google.Actor): Step {
  const email = google.accountEmail(gcp, actor);
  const project = actor === 'mousetrap' ? gcp.traps.projectId : gcp.projectId;
  const words = (verb: string) => ['gcloud', 'iam', 'service-accounts', verb, email, `--project=${project}`];
  return {
    does: `switches ${email} off`,
    run: words('disable'),
    undo: [{ does: `switches ${email} on`, run: words('enable') }],
  };
}

function revoke({ config, environment }: Target<OnAutopilotConfig>, identity: CloudIdentity): Step[] {
  const { gcp } = config;
  const email = google.accountEmail(gcp, identity);
  const namespace = namespaceOf(environment, serviceAccounts[identity]);
  const member = workloadIdentityMember(gcp, { namespace, name: identity });
  const words = (verb: string) => [
    ...['gcloud', 'iam', 'service-accounts', verb, email, `--project=${gcp.projectId}`],
    ...[`--member=${member}`, '--role=roles/iam.workloadIdentityUser'],
  ];
  return [
    disable(config, identity),
    {
      does: `no longer lets ${namespace}/${identity} act as ${email}`,
      run: words('remove-iam-policy-binding'),
      done: 'not found',
      undo: [{ does: `lets ${namespace}/${identity} act as ${email}`, run: words('add-iam-policy-binding') }],
    },
  ];
}

/** Refuses everything to the role that the second copies are written by, tokens that are out included. */
function denyCopies({ config: { aws }, environment }: Target<OnAutopilotConfig>): Step {
  const role = `--role-name=${secondCopyRole(environment)}`;
  const name = `--policy-name=${POLICY}`;
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
  });
  return {
    does: `refuses everything to the role that writes to ${aws.bucket}`,
    run: ['aws', 'iam', 'put-role-policy', role, name, `--policy-document=${document}`],
    undo: [
      {
        does: `no longer refuses everything to the role that writes to ${aws.bucket}`,
        run: ['aws', 'iam', 'delete-role-policy', role, name],
        done: 'NoSuchEntity',
      },
    ],
  };
}

const SNAPSHOTS = `${SYSTEM}-incident`;

/** Disks as they are now. A snapshot would go to the nearest multi-region, which is abroad: the class says where. */
function snapshots({ config, environment }: Target<OnAutopilotConfig>, { id }: Occasion): Step[] {
  const namespace = namespaceOf(environment, 'data');
  const snapshotClass = {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name: SNAPSHOTS },
    driver: 'pd.csi.storage.gke.io',
    // https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/volume-snapshots
    parameters: { 'storage-locations': config.gcp.region },
    deletionPolicy: 'Retain',
  };
  return [
    {
      does: `has snapshots of disks kept in ${config.gcp.region}`,
      run: ['kubectl', 'apply', '--filename=-'],
      input: toYaml(snapshotClass),
    },
    ...claimsOf(config).map((claim): Step => {
      const snapshot = {
        apiVersion: 'snapshot.storage.k8s.io/v1',
        kind: 'VolumeSnapshot',
        metadata: { name: `incident-${id}-${claim}`, namespace },
        spec: { volumeSnapshotClassName: SNAPSHOTS, source: { persistentVolumeClaimName: claim } },
      };
      return {
        does: `takes a snapshot of the disk ${claim}`,
        run: ['kubectl', 'apply', '--filename=-'],
        input: toYaml(snapshot),
      };
    }),
  ];
}

/** The volume claims of what keeps data. */
export function claimsOf(config: OnAutopilotConfig): string[] {
  return (['mongodb', 'search'] as const).flatMap((name) =>
    Array.from({ length: config[name].members }, (_, member) => `data-${workloads[name]}-${member}`),
  );
}

/** What is looked at afterwards, and what nobody may delete before. */
function evidence({ config, environment }: Target<OnAutopilotConfig>, { id }: Occasion): Step[] {
  const { gcp } = config;
  const kept = ['pods', 'events', 'jobs', 'secrets', 'serviceaccounts', 'rolebindings'];
  return [
    {
      does: 'takes a backup of the cluster beside the planned ones',
      run: [
        ...['gcloud', 'beta', 'container', 'backup-restore', 'backups', 'create', `incident-${id}`],
        ...[
          `--project=${gcp.projectId}`,
          `--location=${gcp.recoveryRegion}`,
          `--backup-plan=${google.names.backupPlan}`,
        ],
      ],
      done: 'already exists|ALREADY_EXISTS',
    },
    ...(['mongodb', 'search'] as const).map((what) => hold(google.backupBucket(gcp, what))),
    {
      does: 'keeps a week of the audit trail here',
      run: [
        ...['gcloud', 'logging', 'read', `logName:"cloudaudit.googleapis.com"`],
        ...[`--project=${gcp.projectId}`, '--freshness=7d', '--format=json'],
      ],
      saves: 'audit.json',
    },
    ...parts.map((part): Step => {
      const namespace = namespaceOf(environment, part);
      // Names of Secrets, not what is in them.
      return {
        does: `keeps which objects there are in ${namespace}`,
        run: ['kubectl', 'get', kept.join(','), `--namespace=${namespace}`, '--output=wide'],
        saves: `objects-${namespace}.txt`,
      };
    }),
  ];
}

/** New copies stay until somebody releases them; those that lie there are kept by the bucket. */
function hold(name: string): Step {
  const words = ['gcloud', 'storage', 'buckets', 'update', `gs://${name}`];
  return {
    does: `holds what comes into ${name} from now on`,
    run: [...words, '--default-event-based-hold'],
    undo: [{ does: `no longer holds what comes into ${name}`, run: [...words, '--no-default-event-based-hold'] }],
  };
}

/** CronJobs that run when somebody asks: each brings the newest copy that is whole back. */
export const restores = { mongodb: 'mongodb-backup-restore', search: 'search-snapshot-restore' } as const;

/** Nobody writes meanwhile. It reads the copies as the identities that `--revoke` takes away: `--undo --revoke` comes first. */
function restore({ config, environment }: Target<OnAutopilotConfig>, { id }: Occasion): Step[] {
  const [apps, data] = [namespaceOf(environment, 'apps'), namespaceOf(environment, 'data')];
  const { rtoMinutes } = config.recovery;
  return [
    {
      does: `ends what writes, in ${apps}`,
      run: ['kubectl', 'scale', 'deployments', '--all', '--replicas=0', `--namespace=${apps}`],
    },
    ...Object.entries(restores).flatMap(([what, from]): Step[] => {
      const job = `restore-${what}-${id}`;
      return [
        {
          does: `begins to bring the newest copy of ${what} back`,
          run: ['kubectl', 'create', 'job', job, `--from=cronjob/${from}`, `--namespace=${data}`],
          done: 'already exists',
        },
        {
          does: `waits until the copy of ${what} is back, ${rtoMinutes} minutes at most`,
          run: [
            ...['kubectl', 'wait', `job/${job}`, '--for=condition=Complete'],
            ...[`--timeout=${rtoMinutes}m`, `--namespace=${data}`],
          ],
        },
      ];
    }),
    // An autoscaler leaves alone what has no replicas.
    ...(['catnodejs', 'cadaver-exchange'] as const).map(
      (service): Step => ({
        does: `starts ${service} again`,
        run: [
          ...['kubectl', 'scale', 'deployment', service],
          ...[`--replicas=${config[service].minReplicas}`, `--namespace=${apps}`],
        ],
      }),
    ),
  ];
}
