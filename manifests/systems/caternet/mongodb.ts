import type { App } from 'cdk8s';
import {
  type CaternetConfig,
  MONGODB_DATABASE,
  namespaceOf,
  serviceAccounts,
  storageClass,
  workloads,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import type { CertificateAuthority } from '../../components/certificate-authority';
import { Mongodb } from '../../components/mongodb';
import { randomSecrets } from '../../constructs/secrets';
import type { SystemChart } from '../../constructs/system-chart';
import type { Workload } from '../../constructs/workload';
import { CaternetChart } from './chart';

/** The only service that reaches the database, and its login there. */
const CLIENT = 'catnodejs';
const SECRET = 'mongodb-catnodejs';
const CA_FOLDER = '/etc/mongodb-ca';

/** The database. Its passwords exist in the cluster only, that of catnodejs in its namespace as well. */
export class MongodbChart extends CaternetChart {
  readonly mongodb: Mongodb;

  constructor(app: App, id: string, target: Target<CaternetConfig>, ca: CertificateAuthority) {
    super(app, id, target, 'data');
    const { environment, config } = target;
    const secrets = randomSecrets(
      this,
      'generate-mongodb-secrets',
      { mongodb: ['keyfile', 'admin', 'backup', 'restore', 'metrics'], [SECRET]: ['password'] },
      { copies: { [SECRET]: [namespaceOf(environment, serviceAccounts[CLIENT])] } },
    );
    this.mongodb = new Mongodb(this, workloads.mongodb, {
      members: config.mongodb.members,
      storage: config.mongodb.storage,
      storageClass: storageClass(config),
      database: MONGODB_DATABASE,
      user: CLIENT,
      userSecret: secrets[SECRET],
      secret: secrets.mongodb,
      ca,
    });
  }

  /** What a pod of `chart` needs to log in as the app. */
  accessFrom(chart: SystemChart) {
    return {
      env: {
        DATABASE_PASSWORD: this.mongodb.userSecret.env('password'),
        DATABASE_URI: this.mongodb.url('DATABASE_PASSWORD'),
        DATABASE_CA_FILE: `${CA_FOLDER}/ca.crt`,
      },
      mounts: { [CA_FOLDER]: this.mongodb.trust(chart, 'mongodb-ca') },
      allow: (workload: Workload) => workload.connectTo(this.mongodb, Mongodb.portName),
    };
  }
}
