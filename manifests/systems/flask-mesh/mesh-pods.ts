import { labelKeys } from '../../../config/labels';

/** Labels by which Istio and people select pods: `kubectl logs -l app=...`, and the version in Istio's metrics. */
export function meshLabels(app: string, version: string): Record<string, string> {
  return { app, version };
}

/** For pods that speak to the Kubernetes API only: they work before Istio does. */
export const withoutSidecar = { 'sidecar.istio.io/inject': 'false' };

/** Selects the pods of an app in Istio's objects. */
export function selecting(app: string) {
  return { matchLabels: { [labelKeys.name]: app } };
}
