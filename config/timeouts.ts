/** How long connections and requests may take, in seconds: the facts that both ends of a hop are set from. */

/** How long the caller of a hop keeps a connection that it does not use; its server must keep it longer. */
export const idleSeconds = {
  /** A cloud's load balancer; a WebSocket that is silent for so long is cut, too. */
  loadBalancer: 300,
  /** Traefik where nobody says otherwise, in a bare k3d for one, and so every proxy that has no reason to differ. */
  proxy: 90,
  /** Google's load balancer for HTTP, where nobody can change it; https://cloud.google.com/load-balancing/docs/https#timeouts_and_retries */
  googleLoadBalancer: 600,
} as const;

/** For how long the server of a hop keeps such a connection: else a request meets one that is just being closed, and gets 502. */
export function outlasting(callerSeconds: number): number {
  return callerSeconds + 15;
}

/** In which a request must have arrived, body included: 200 MB, which Streamlit takes by default, at 3 Mbit/s. */
export const UPLOAD_SECONDS = 600;
