/** Quantities as Kubernetes writes them; https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */

const factors: Readonly<Record<string, number>> = { '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** `100m` or `2` in cores. @throws Error for what is no amount of CPU */
export function cpuIn(text: string): number {
  const [, number, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`${text} is no amount of CPU, e.g. 100m`);
  return milli ? Number(number) / 1000 : Number(number);
}

/** `64Mi` in bytes. @throws Error for what is no amount of memory */
export function bytesIn(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([KMGT]i)?$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`${text} is no amount of memory, e.g. 64Mi`);
  return Number(number) * (factors[unit] as number);
}
