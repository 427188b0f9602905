import type { k8s } from 'cdk8s-plus-28';
import { namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { anyone } from '../../constructs/network-rules';
import { SecretRef } from '../../constructs/secret-ref';
import type { Workload } from '../../constructs/workload';

/** Variable with the password of the mail server's login, and its key in Vault. */
export const SMTP_PASSWORD = 'SMTP_PASSWORD';

const secret = new SecretRef('fastapi-smtp');

/** How the Secret of the mail server's login comes to be, where Vault does not hold it. */
export const smtpSecret = {
  name: `${namespaces.apps}/${secret.name}`,
  from: `kubectl create secret generic ${secret.name} --namespace ${namespaces.apps} --from-file=password=/dev/stdin`,
} as const;

/** Where the API sends mail, and where the links in it lead; nothing where there is no mail server. */
export function mailSettings({ fastapi: { mail }, hosts }: ReactiviteConfig): Record<string, string> {
  if (!mail) return {};
  return {
    FRONT_END_URL: `https://${hosts.streamlit}`,
    SMTP_HOST: mail.host,
    SMTP_PORT: String(mail.port),
    SMTP_SECURITY: mail.security,
    SMTP_SENDER: mail.sender,
    ...(mail.username && { SMTP_USERNAME: mail.username }),
  };
}

/** The password of the login, which only the user knows. */
export function mailPassword({ fastapi: { mail } }: ReactiviteConfig): Record<string, k8s.EnvVarSource> {
  return mail?.username ? { [SMTP_PASSWORD]: secret.env('password') } : {};
}

/** Opens the mail server's port. Policies know no names, so it is open to any address. */
export function allowMail({ network }: Workload, { fastapi: { mail } }: ReactiviteConfig): void {
  if (mail) network.allowTo(anyone, mail.port);
}
