import type { RedisNumbers } from '#lib/session.ts';

/** The few figures that an admin sees, of Redis's INFO; https://redis.io/docs/latest/commands/info/ */
export function redisNumbers(info: string): RedisNumbers {
  const figures = new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const [name, value] = line.split(':');
      return name && value ? [[name, Number(value)] as const] : [];
    }),
  );
  const figure = (name: string) => figures.get(name) ?? 0;
  return {
    memoryBytes: figure('used_memory'),
    maxMemoryBytes: figure('maxmemory'),
    clients: figure('connected_clients'),
    operationsPerSecond: figure('instantaneous_ops_per_sec'),
  };
}
