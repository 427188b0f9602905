import { labelKeys } from '../../config/labels';
import { GOOGLE_CLASS, ingressClassOf } from '../../model/ingress-class';
import type { OfKind } from '../../model/kinds';
import { nameOf, namespaceOf } from '../../model/objects';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { traefiks } from '../traefik';

const ENTRY_POINTS = 'traefik.ingress.kubernetes.io/router.entrypoints';
const TLS = 'traefik.ingress.kubernetes.io/router.tls';
const FRONTEND = 'networking.gke.io/v1beta1.FrontendConfig';
const ALLOW_HTTP = 'kubernetes.io/ingress.allow-http';

const plainHttp: Rule = {
  id: 'plain-http',
  protects: 'What has a certificate is not served in plain text as well: requests are redirected, or refused.',
  mend: 'Let the proxy redirect at its entry point, name httpsOnly in the annotations, or give a GkeIngress its FrontendConfig.',
  link: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/',
  check: (view) =>
    view
      .ofKind('Ingress')
      .filter((ingress) => (ingress.spec.tls ?? []).length > 0)
      .flatMap((ingress) => {
        const how = inPlainText(ingress, view);
        return how === undefined ? [] : [{ object: nameOf(ingress), detail: how }];
      }),
};

/** How an Ingress answers without TLS; undefined where it does not. */
function inPlainText(ingress: OfKind<'Ingress'>, view: View): string | undefined {
  const { annotations = {}, labels = {} } = ingress.metadata;
  const className = ingressClassOf(ingress);
  if (className === GOOGLE_CLASS) return byGoogle(ingress, view);
  if (annotations[ENTRY_POINTS] !== undefined && annotations[TLS] === 'true') return undefined;
  const own = traefiks(view).find(
    (traefik) => traefik.className === className && traefik.system === labels[labelKeys.partOf],
  );
  if (own === undefined) return `says nothing of plain HTTP to ${className || 'its controller'}, which may answer it`;
  return own.plain.length > 0 ? `is served by ${own.object} in plain HTTP, too: at ${own.plain.join(', ')}` : undefined;
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration#https_redirect */
function byGoogle(ingress: OfKind<'Ingress'>, view: View): string | undefined {
  const { annotations = {} } = ingress.metadata;
  if (annotations[ALLOW_HTTP] === 'false') return undefined;
  const name = annotations[FRONTEND];
  if (name === undefined) return 'answers plain HTTP: it has no FrontendConfig that redirects';
  const config = view.get(`FrontendConfig/${namespaceOf(ingress)}/${name}`);
  if (config === undefined) return `names the FrontendConfig ${name}, which nobody creates`;
  return config.spec.redirectToHttps?.enabled
    ? undefined
    : `answers plain HTTP: ${nameOf(config)} does not redirect it`;
}

export const plainHttpRules: readonly Rule[] = [plainHttp];
