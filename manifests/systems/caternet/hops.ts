import { type CaternetConfig, proxyRanges } from '../../../config/caternet';
import { idleSeconds, outlasting } from '../../../config/timeouts';
import type { WebAppProps } from '../../constructs/web-app';

/** What an app must know of the proxy in front of it: whom to believe, and how long to keep a connection. */
export function hopVariables(config: CaternetConfig): Record<string, string> {
  const kept = 'gcp' in config ? idleSeconds.googleLoadBalancer : idleSeconds.proxy;
  return {
    TRUSTED_PROXIES: proxyRanges(config).join(','),
    KEEP_ALIVE_TIMEOUT: String(outlasting(kept)),
  };
}

type Size =
  | { readonly replicas: number }
  | { readonly minReplicas: number; readonly maxReplicas: number; readonly cpuPercent: number };

/** How many pods: a number, or what load makes of it. */
export function sizeOf(size: Size): Pick<WebAppProps, 'replicas' | 'autoscale'> {
  if ('replicas' in size) return { replicas: size.replicas };
  const { minReplicas: min, maxReplicas: max, cpuPercent } = size;
  return { autoscale: { min, max, cpuPercent } };
}
