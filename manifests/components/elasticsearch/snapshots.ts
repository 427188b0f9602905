import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { images } from '../../../config/versions';
import { ConfigFiles } from '../../constructs/config-files';
import { Task, type TaskProps } from '../../constructs/task';
import { memory } from '../../constructs/volumes';
import { Elasticsearch } from '../elasticsearch';
import { tryOf } from './config';

export interface ElasticsearchSnapshotsProps {
  /** Its nodes read and write the bucket themselves, as their ServiceAccount. */
  readonly search: Elasticsearch;
  /** Bucket of Cloud Storage, and folder in it. */
  readonly bucket: string;
  readonly folder: string;
  /** When one is taken, in cron's five fields and UTC. */
  readonly schedule: string;
  /** Minutes after which a run is given up. */
  readonly longestRunMinutes: number;
  readonly retainedDays: number;
  /** When the newest is restored beside the index and counted. */
  readonly drill: string;
  /** Minutes after which that counts as failed: a restore that takes longer is of no use. */
  readonly longestDrillMinutes: number;
}

const script = readFileSync(join(__dirname, 'snapshots.sh'), 'utf8');
const CA_FOLDER = '/ca';

/**
 * Snapshots of the index in a bucket: `<id>` takes them, `<id>-restore` brings one back when somebody says so, `<id>-test`
 * restores the newest beside the index and counts.
 */
export class ElasticsearchSnapshots extends Construct {
  constructor(scope: Construct, id: string, props: ElasticsearchSnapshotsProps) {
    super(scope, id);
    const { search, bucket, folder, schedule, longestRunMinutes, retainedDays, drill, longestDrillMinutes } = props;
    const { volume } = new ConfigFiles(this, 'Script', { name: id, files: { 'snapshots.sh': script } });
    const ca = search.trust(this, `${id}-ca`);
    const task = (name: string, does: 'take' | 'restore' | 'try', when: Partial<TaskProps>) => {
      const job = new Task(this, name, {
        component: 'backup',
        image: images.curl,
        user: 100,
        resources: { cpu: '10m', memory: '32Mi' },
        ready: `curl --silent --show-error --max-time 5 --cacert ${CA_FOLDER}/ca.crt --output /dev/null "$URL"`,
        command: ['/bin/sh', '/scripts/snapshots.sh'],
        args: [does],
        env: {
          URL: search.url,
          CA_FILE: `${CA_FOLDER}/ca.crt`,
          INDEX: search.index,
          TRY: tryOf(search.index),
          BUCKET: bucket,
          BASE_PATH: folder,
          RETAINED_DAYS: String(retainedDays),
          SNAPSHOTS_PASSWORD: search.secret.env('snapshots'),
          ...(does === 'restore' && { COPY: '' }),
        },
        mounts: { '/scripts': volume, [CA_FOLDER]: ca, '/tmp': memory('tmp') },
        ...when,
      });
      job.connectTo(search, Elasticsearch.portName);
    };
    task(id, 'take', { schedule, longestRun: longestRunMinutes * 60 });
    task(`${id}-restore`, 'restore', { onDemand: true });
    task(`${id}-test`, 'try', { schedule: drill, longestRun: longestDrillMinutes * 60 });
  }
}
