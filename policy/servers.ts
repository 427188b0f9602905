import type { Container } from '../model/pods';
import { secondsIn } from './duration';

/** What servers in containers are told about the proxies before them, in the words of each software. */

/** Value of an environment variable; undefined where it is not given in so many words. */
export function variable({ env = [] }: Container, name: string): string | undefined {
  return env.find((one) => one.name === name)?.value;
}

/** Value of a flag, as `--flag value` or `--flag=value`. */
export function flag({ command = [], args = [] }: Container, name: string): string | undefined {
  const words: string[] = [...command, ...args];
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  return at < 0 ? undefined : (words[at]?.split('=')[1] ?? words[at + 1]);
}

const keepAlives = [
  /** https://www.uvicorn.org/settings/#timeouts */
  { server: 'uvicorn', flag: '--timeout-keep-alive', variable: 'UVICORN_TIMEOUT_KEEP_ALIVE' },
  /** gunicorn's, and the variable that the gunicorn.conf.py of our apps takes it from. */
  { server: 'gunicorn', flag: '--keep-alive', variable: 'KEEP_ALIVE_SECONDS' },
  /** https://svelte.dev/docs/kit/adapter-node#Environment-variables */
  { server: 'node', variable: 'KEEP_ALIVE_TIMEOUT' },
];

/** Streamlit has no setting: since it left Tornado it has uvicorn's own five seconds. */
const STREAMLIT_SECONDS = 5;

/** How long a server keeps a connection that nobody uses; undefined where it does not say. */
export function idleSecondsOf(container: Container): number | undefined {
  const started = serverOf(container);
  const heard = keepAlives.filter(({ server }) => started === undefined || started === server);
  const said = heard.map((one) => (one.flag && flag(container, one.flag)) || variable(container, one.variable));
  const seconds = secondsIn(said.find((value) => value !== undefined));
  return seconds ?? (variable(container, 'STREAMLIT_SERVER_PORT') === undefined ? undefined : STREAMLIT_SECONDS);
}

/** Ranges whose forwarded headers a server believes; undefined for software that asks no such question. */
export function trustedProxiesOf(container: Container): readonly string[] | undefined {
  const said =
    flag(container, '--forwarded-allow-ips') ??
    variable(container, 'FORWARDED_ALLOW_IPS') ??
    // That of our own Node apps, as Express names the setting; https://expressjs.com/en/guide/behind-proxies.html
    variable(container, 'TRUSTED_PROXIES');
  if (said !== undefined) return said.split(',').filter(Boolean);
  return isPythonServer(container) ? [] : undefined;
}

/** uvicorn or gunicorn, by the command, or by variables that only they and what runs on them read. */
function isPythonServer(container: Container): boolean {
  const variables = (container.env ?? []).map(({ name }) => name);
  return (
    ['uvicorn', 'gunicorn'].includes(serverOf(container) ?? '') ||
    variables.some((name) => /^(UVICORN|GUNICORN|STREAMLIT)_/.test(name))
  );
}

/** The server that the command names, if it names one: each reads its own settings only. */
function serverOf({ command = [], args = [] }: Container): string | undefined {
  const words: string[] = [...command, ...args];
  return words.find((word) => /^(uvicorn|gunicorn|hypercorn|fastapi|node)$/.test(word));
}
