/** The day in UTC as YYYY-MM-DD: the output never depends on it, warnings about old waivers and versions do. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
