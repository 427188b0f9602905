/** Seconds in what Traefik, Istio and environment variables write: `90s`, `5m`, `1h30m`, or a plain number of seconds. */
export function secondsIn(text: string | number | undefined): number | undefined {
  const written = String(text ?? '');
  if (/^\d+(\.\d+)?$/.test(written)) return Number(written);
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== written) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ''] ?? 0), 0);
}

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
