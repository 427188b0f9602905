import type { App } from 'cdk8s';
import {
  type CaternetConfig,
  namespaceOf,
  SEARCH_INDEX,
  serviceAccounts,
  storageClass,
  workloads,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import type { CertificateAuthority } from '../../components/certificate-authority';
import { Elasticsearch } from '../../components/elasticsearch';
import { allowGoogleApis } from '../../components/google-cloud';
import { randomSecrets } from '../../constructs/secrets';
import { ServiceAccount } from '../../constructs/service-account';
import type { SystemChart } from '../../constructs/system-chart';
import type { Workload } from '../../constructs/workload';
import { CaternetChart } from './chart';

/** The only service that searches, and its login. */
const CLIENT = 'catnodejs';
const SECRET = 'search-catnodejs';
const PASSWORD_FOLDER = '/etc/search-password';
const CA_FOLDER = '/etc/search-ca';

/** The search. Its nodes write snapshots into the bucket themselves, so that they are who may. */
export class SearchChart extends CaternetChart {
  readonly search: Elasticsearch;

  constructor(app: App, id: string, target: Target<CaternetConfig>, ca: CertificateAuthority) {
    super(app, id, target, 'data');
    const { environment, config } = target;
    const secrets = randomSecrets(
      this,
      'generate-search-secrets',
      { search: ['elastic', 'metrics', 'snapshots'], [SECRET]: ['password'] },
      { copies: { [SECRET]: [namespaceOf(environment, serviceAccounts[CLIENT])] } },
    );
    const annotations = this.place.identity('search-backup');
    this.search = new Elasticsearch(this, workloads.search, {
      members: config.search.members,
      storage: config.search.storage,
      storageClass: storageClass(config),
      user: CLIENT,
      index: SEARCH_INDEX,
      userSecret: secrets[SECRET],
      secret: secrets.search,
      ca,
      serviceAccount: annotations && new ServiceAccount(this, 'identity', { name: 'search-backup', annotations }),
    });
    if (annotations) allowGoogleApis(this.search.network);
  }

  /** What a pod of `chart` needs to log in as the app. */
  accessFrom(chart: SystemChart) {
    return {
      env: {
        ELASTICSEARCH_URL: this.search.url,
        ELASTICSEARCH_USER: this.search.user,
        ELASTICSEARCH_PASSWORD_FILE: `${PASSWORD_FOLDER}/password`,
        ELASTICSEARCH_CA_FILE: `${CA_FOLDER}/ca.crt`,
      },
      mounts: {
        [PASSWORD_FOLDER]: this.search.userSecret.volume('search-password', ['password']),
        [CA_FOLDER]: this.search.trust(chart, 'search-ca'),
      },
      allow: (workload: Workload) => workload.connectTo(this.search, Elasticsearch.portName),
    };
  }
}
