import type { k8s } from 'cdk8s-plus-28';
import type { ReactiviteConfig } from '../../../config/reactivite';
import { anyone } from '../../constructs/network-rules';
import { knownSecret } from '../../constructs/secrets';
import type { SystemChart } from '../../constructs/system-chart';
import type { Workload } from '../../constructs/workload';

/** Variable with the password of the mail server's login, and its key in Vault. */
export const SMTP_PASSWORD = 'SMTP_PASSWORD';

/** Where the API sends mail, and where the links in it lead; nothing where there is no mail server. */
export function mailSettings({ mail, hosts }: ReactiviteConfig): Record<string, string | undefined> {
  if (!mail) return {};
  return {
    FRONT_END_URL: `https://${hosts.streamlit}`,
    SMTP_HOST: mail.host,
    SMTP_PORT: String(mail.port),
    SMTP_SECURITY: mail.security,
    SMTP_SENDER: mail.sender,
    SMTP_USERNAME: mail.username,
  };
}

/** The password of the login, where Vault does not hold it. */
export function mailPassword(chart: SystemChart, { mail }: ReactiviteConfig): Record<string, k8s.EnvVarSource> {
  return mail?.username ? { [SMTP_PASSWORD]: knownSecret(chart, 'fastapi-smtp', 'password').env('password') } : {};
}

/** Opens the mail server's port. Policies know no names, so it is open to any address. */
export function allowMail({ network }: Workload, { mail }: ReactiviteConfig): void {
  if (mail) network.allowTo(anyone, mail.port);
}
