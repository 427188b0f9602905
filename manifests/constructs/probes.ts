import { k8s } from 'cdk8s-plus-28';

/** What the kubelet asks a container. Ports are given by name. */
export interface Probes {
  /** Holds back the others until it succeeds; for software that is slow to start. */
  readonly startup?: k8s.Probe;
  readonly readiness?: k8s.Probe;
  readonly liveness?: k8s.Probe;
}

export interface ProbeTiming {
  /** Seconds between two questions. @default 10 */
  readonly period?: number;
  /** Seconds until an answer counts as none. @default 3 */
  readonly timeout?: number;
  /** Failures in a row that count. @default 3 */
  readonly failures?: number;
}

/** GET `path` must answer 2xx or 3xx.
 * @param port name of a container port
 * @param scheme HTTPS accepts any certificate
 */
export function httpProbe(path: string, port: string, timing: ProbeTiming = {}, scheme?: 'HTTPS'): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString(port), scheme }, ...timed(timing) };
}

/** The port must take a connection; for what speaks no HTTP. */
export function tcpProbe(port: string, timing: ProbeTiming = {}): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromString(port) }, ...timed(timing) };
}

/** The command must exit with 0. */
export function execProbe(command: readonly string[], timing: ProbeTiming = {}): k8s.Probe {
  return { exec: { command: [...command] }, ...timed(timing) };
}

/**
 * The usual set for an HTTP app: up to a minute to start, out of service after 30 s, restarted after 60 s.
 * @param health tells whether the process can answer, whatever becomes of what it needs
 * @param ready tells whether it has what it needs; the same path where one stands for both
 */
export function httpProbes(health: string, port = 'http', ready = health): Probes {
  return {
    startup: httpProbe(health, port, { period: 2, failures: 30 }),
    readiness: httpProbe(ready, port),
    liveness: httpProbe(health, port, { failures: 6 }),
  };
}

function timed({ period = 10, timeout = 3, failures = 3 }: ProbeTiming): Partial<k8s.Probe> {
  return { periodSeconds: period, timeoutSeconds: timeout, failureThreshold: failures };
}
