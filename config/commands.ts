/** What a server's command says of where it listens, by the options that uvicorn, gunicorn, hypercorn and many others share. */
export interface Listening {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** Reads `--port N`, `--host H`, `--bind H:N`, `-b H:N` and the same with `=`, also within one argument that a shell runs. */
export function listening(command: readonly string[]): Listening {
  const words = command.flatMap((argument) => argument.split(/[\s=]+/));
  const after = (...options: readonly string[]) => {
    const at = Math.max(...options.map((option) => words.lastIndexOf(option)));
    return at < 0 ? undefined : words[at + 1];
  };
  const [, bindHost, bindPort] = /^(.*):(\d+)$/.exec(after('--bind', '-b') ?? '') ?? [];
  const port = after('--port') ?? bindPort;
  return { host: after('--host') ?? bindHost, port: port === undefined ? undefined : Number(port) };
}
