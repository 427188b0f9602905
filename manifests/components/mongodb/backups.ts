import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { images } from '../../../config/versions';
import { Component } from '../../constructs/component';
import { ConfigFiles } from '../../constructs/config-files';
import type { ContainerProps } from '../../constructs/container';
import { namespaced } from '../../constructs/metadata';
import { Task } from '../../constructs/task';
import { projectedToken, scratch, scratchDisk, type Volume } from '../../constructs/volumes';
import { allowGoogleApis } from '../google-cloud';
import { Mongodb } from '../mongodb';

/** Where dumps are kept. */
export interface Copies {
  /** Bucket of Cloud Storage, and folder in it. */
  readonly google: string;
  /** The same at Amazon, for a second copy. */
  readonly amazon: string;
  readonly amazonRegion: string;
  /** Role at Amazon that may add to it, and whom its tokens are for. */
  readonly role: string;
  readonly audience: string;
}

interface CopyProps {
  readonly copies: Copies;
  /** Of the ServiceAccount, for Workload Identity. */
  readonly identityAnnotations: Readonly<Record<string, string>>;
  /** Size of the disk that a dump is on meanwhile. */
  readonly storage: string;
  /** Class of that disk. */
  readonly storageClass: string;
}

export interface MongodbBackupsProps extends CopyProps {
  readonly mongodb: Mongodb;
  /** When, in cron's five fields and UTC. */
  readonly schedule: string;
  /** Minutes after which a run is given up. */
  readonly longestRunMinutes: number;
  /** Class of a disk that goes with its pod, for a restore. */
  readonly scratchClass: string;
}

export interface MongodbRestoreTestProps extends CopyProps {
  readonly schedule: string;
  /** Minutes after which it counts as failed: a restore that takes longer is of no use. */
  readonly longestRunMinutes: number;
}

const scripts = ['dump.sh', 'copy.sh', 'fetch.sh', 'restore.sh', 'try.sh', 'compare.js'] as const;
const FOLDER = '/dump';
const CA_FOLDER = '/ca';
const TOKEN_FOLDER = '/var/run/secrets/amazon';
const user = 999;

/** Of a dump or a restore. */
const tools = { cpu: '250m', memory: '512Mi' };

/** rclone's remotes, as it reads them from variables; https://rclone.org/docs/#config-file */
function googleRemote({ google }: Copies): Readonly<Record<string, string>> {
  return {
    HOME: '/tmp',
    RCLONE_CONFIG: '/tmp/rclone.conf',
    RCLONE_CONFIG_GOOGLE_TYPE: 'google cloud storage',
    RCLONE_CONFIG_GOOGLE_ENV_AUTH: 'true',
    RCLONE_CONFIG_GOOGLE_BUCKET_POLICY_ONLY: 'true',
    RCLONE_CONFIG_GOOGLE_NO_CHECK_BUCKET: 'true',
    COPIES: `google:${google}`,
  };
}

function amazonRemote({ amazon, amazonRegion, role }: Copies): Readonly<Record<string, string>> {
  return {
    RCLONE_CONFIG_AMAZON_TYPE: 's3',
    RCLONE_CONFIG_AMAZON_PROVIDER: 'AWS',
    RCLONE_CONFIG_AMAZON_ENV_AUTH: 'true',
    RCLONE_CONFIG_AMAZON_REGION: amazonRegion,
    RCLONE_CONFIG_AMAZON_NO_CHECK_BUCKET: 'true',
    // The role may add objects, and neither read nor list them.
    RCLONE_CONFIG_AMAZON_NO_HEAD: 'true',
    RCLONE_CONFIG_AMAZON_NO_HEAD_OBJECT: 'true',
    AWS_REGION: amazonRegion,
    AWS_ROLE_ARN: role,
    AWS_ROLE_SESSION_NAME: 'mongodb-backup',
    AWS_WEB_IDENTITY_TOKEN_FILE: `${TOKEN_FOLDER}/token`,
    SECOND_COPIES: `amazon:${amazon}`,
  };
}

function files(scope: Construct, name: string): Volume {
  const texts = scripts.map((script) => [script, readFileSync(join(__dirname, script), 'utf8')]);
  return new ConfigFiles(scope, 'Scripts', { name, files: Object.fromEntries(texts) }).volume;
}

/** A set-up container that brings a dump from the bucket. */
function fetching(copies: Copies, scriptFolder: Volume, dump: Volume): ContainerProps {
  return {
    image: images.rclone,
    resources: { cpu: '50m', memory: '128Mi', memoryLimit: '256Mi' },
    command: ['/bin/sh', '/scripts/fetch.sh'],
    // Which dump: an operator may say. The newest otherwise.
    env: { ...googleRemote(copies), FOLDER, COPY: '' },
    mounts: { '/scripts': scriptFolder, [FOLDER]: dump, '/tmp': scratch('fetch-tmp') },
  };
}

/** Lists one object at most, whatever there is. */
const bucketAnswers = 'rclone lsf --max-depth 1 "$COPIES" >/dev/null';

/**
 * Dumps of MongoDB, all databases as they were at one moment, in two buckets of two providers. A run that ends well has
 * brought a dump to both: the time of the last one, which kube-state-metrics tells, is the age of what can be restored.
 * `<id>-restore` brings one back, when somebody says so: docs/runbooks/restore.md.
 */
export class MongodbBackups extends Component {
  protected readonly app: Task;

  constructor(scope: Construct, id: string, props: MongodbBackupsProps) {
    super(scope, id);
    const { mongodb, copies, schedule, longestRunMinutes, identityAnnotations } = props;
    const { storage, storageClass, scratchClass } = props;
    const scriptFolder = files(this, id);
    const ca = mongodb.trust(this, `${id}-ca`);
    const volume = new k8s.KubePersistentVolumeClaim(this, 'Volume', {
      metadata: namespaced(this, { name: id }),
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: storageClass,
        resources: { requests: { storage: k8s.Quantity.fromString(storage) } },
      },
    });
    const dump = { name: 'dump', readOnly: false, source: { persistentVolumeClaim: { claimName: volume.name } } };
    const asLogin = (login: 'backup' | 'restore') => ({
      HOME: '/tmp',
      FOLDER,
      MONGODB_PASSWORD: mongodb.secret.env(login),
      MONGODB_URI: `${mongodb.urlAs(login, 'MONGODB_PASSWORD')}&tlsCAFile=${CA_FOLDER}/ca.crt`,
    });
    this.app = new Task(this, id, {
      component: 'backup',
      image: images.rclone,
      user,
      volumeGroup: user,
      resources: { cpu: '100m', memory: '128Mi', memoryLimit: '256Mi' },
      schedule,
      longestRun: longestRunMinutes * 60,
      identityAnnotations,
      setup: {
        dump: {
          image: images.mongodb,
          resources: tools,
          command: ['bash', '/scripts/dump.sh'],
          env: asLogin('backup'),
          mounts: { '/scripts': scriptFolder, [CA_FOLDER]: ca, [FOLDER]: dump, '/tmp': scratch('dump-tmp') },
        },
      },
      ready: bucketAnswers,
      command: ['/bin/sh', '/scripts/copy.sh'],
      env: { ...googleRemote(copies), ...amazonRemote(copies), FOLDER },
      mounts: {
        '/scripts': scriptFolder,
        [FOLDER]: dump,
        [TOKEN_FOLDER]: projectedToken('amazon-token', copies.audience),
        '/tmp': scratch('tmp'),
      },
    });
    this.app.connectTo(mongodb, Mongodb.portName);
    // The internet's port 443, Amazon's as well.
    allowGoogleApis(this.network);

    const unpacked = scratchDisk('dump', storage, scratchClass);
    const restore = new Task(this, `${id}-restore`, {
      component: 'backup',
      image: images.mongodb,
      user,
      volumeGroup: user,
      resources: tools,
      onDemand: true,
      serviceAccount: this.app.serviceAccount,
      setup: { fetch: fetching(copies, scriptFolder, unpacked) },
      ready: 'mongosh --quiet --norc "$MONGODB_URI" --eval 1',
      command: ['bash', '/scripts/restore.sh'],
      env: asLogin('restore'),
      mounts: { '/scripts': scriptFolder, [CA_FOLDER]: ca, [FOLDER]: unpacked, '/tmp': scratch('tmp') },
    });
    restore.connectTo(mongodb, Mongodb.portName);
    allowGoogleApis(restore.network);
  }
}

/**
 * Restores the newest dump into a MongoDB that lives as long as the try, compares the counts, and reports them in its log.
 * It reaches the bucket and nothing else.
 */
export class MongodbRestoreTest extends Component {
  protected readonly app: Task;

  constructor(scope: Construct, id: string, props: MongodbRestoreTestProps) {
    super(scope, id);
    const { copies, schedule, longestRunMinutes, storage, storageClass, identityAnnotations } = props;
    const scriptFolder = files(this, id);
    const dump = scratchDisk('dump', storage, storageClass);
    this.app = new Task(this, id, {
      component: 'backup',
      image: images.mongodb,
      user,
      volumeGroup: user,
      resources: tools,
      schedule,
      longestRun: longestRunMinutes * 60,
      identityAnnotations,
      setup: { fetch: fetching(copies, scriptFolder, dump) },
      sidecars: {
        server: {
          image: images.mongodb,
          resources: { cpu: '250m', memory: '1Gi' },
          command: ['mongod', '--bind_ip=127.0.0.1', '--wiredTigerCacheSizeGB=0.4', '--quiet'],
          mounts: { '/data/db': { ...dump, subPath: 'db' }, '/tmp': scratch('server-tmp') },
        },
      },
      ready: 'mongosh --quiet --norc --eval 1',
      command: ['bash', '/scripts/try.sh'],
      env: { HOME: '/tmp', FOLDER },
      mounts: { '/scripts': scriptFolder, [FOLDER]: dump, '/tmp': scratch('tmp', '256Mi') },
    });
    allowGoogleApis(this.network);
  }
}
