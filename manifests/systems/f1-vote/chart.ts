import type { App } from 'cdk8s';
import { type F1VoteConfig, namespaces, SYSTEM } from '../../../config/f1-vote';
import { GeneratedSecrets } from '../../constructs/generated-secrets';
import { SecretRef } from '../../constructs/secret-ref';
import { SystemChart } from '../../constructs/system-chart';

/** What the charts of f1-vote have in common. */
export class F1VoteChart extends SystemChart {
  constructor(app: App, id: string, namespace: string = namespaces.app) {
    super(app, id, { system: SYSTEM, namespace });
  }

  /**
   * A Secret with a random value under the key `password`.
   * @param id of the Job that fills it where `secrets` is generated
   */
  protected password(id: string, name: string, { secrets }: F1VoteConfig): SecretRef {
    if (secrets === 'generated')
      return new GeneratedSecrets(this, id, { [name]: ['password'] }).refs[name] as SecretRef;
    this.expect({
      kind: 'secret',
      name: `${this.namespaceName}/${name}`,
      from: createPassword(this.namespaceName, name),
    });
    return new SecretRef(name);
  }
}

/** bash; no value appears on a command line or in the history. Hexadecimal needs no escaping in a URL. */
function createPassword(namespace: string, name: string): string {
  return `kubectl create secret generic ${name} --namespace ${namespace} --from-file=password=<(openssl rand -hex 32 | tr -d '\\n')`;
}
