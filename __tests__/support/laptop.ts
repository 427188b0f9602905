import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systems } from '../../synthesis/systems';

const root = join(__dirname, '..', '..');
const standIn = join(__dirname, 'stand-ins', 'tool.sh');
const standIns = ['docker', 'k3d', 'kubectl', 'istioctl', 'curl', 'sleep'] as const;
/** What the scripts use beside the tools that they look for. */
const basics = 'awk basename bash cat cut dirname env grep mkdir mktemp mv rm sed seq sh sort tail touch'.split(' ');

/** Folders of scripts that steps run. */
export const scriptFolders = [
  'infra/constructs/laptop/scripts',
  ...systems.map(({ name }) => `infra/systems/${name}/scripts`),
].filter((folder) => existsSync(join(root, folder)));

/** Where a program is, if it is on PATH. */
export function find(program: string): string | undefined {
  return process.env.PATH?.split(':')
    .map((folder) => join(folder, program))
    .find(existsSync);
}

export interface Run {
  readonly ok: boolean;
  /** Both streams, without what Terraform wraps lines in. */
  readonly text: string;
  /** The calls of stand-ins during the run. */
  readonly calls: readonly string[];
  /** Steps in the order in which they were run. */
  readonly steps: readonly string[];
}

/** A checkout on a machine of its own, where terraform is real and every other tool a stand-in. */
export class Laptop {
  readonly folder = mkdtempSync(join(tmpdir(), 'terrachart-'));

  /** @param from a machine to copy, with all that was done on it */
  constructor(
    readonly stack: string,
    from?: Laptop,
  ) {
    if (from) cpSync(from.folder, this.folder, { recursive: true, verbatimSymlinks: true });
    else this.furnish();
  }

  private get bin(): string {
    return join(this.folder, 'bin');
  }

  private furnish(): void {
    for (const [file, text] of Object.entries({
      'stand-in/calls': '',
      'stand-in/systems': '',
      'home/.kube/config': 'mine',
      'home/terraformrc': '',
    })) {
      this.write(file, text);
    }
    mkdirSync(this.bin);
    for (const name of standIns) symlinkSync(standIn, join(this.bin, name));
    for (const name of [...basics, 'terraform']) symlinkSync(find(name) ?? `/no/${name}`, join(this.bin, name));
    for (const scripts of scriptFolders) cpSync(join(root, scripts), join(this.folder, scripts), { recursive: true });
  }

  /** Puts a stand-in on PATH that is not there from the beginning. */
  install(tool: string): void {
    symlinkSync(standIn, join(this.bin, tool));
  }

  /** Writes a file below the checkout. */
  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  remove(file: string): void {
    rmSync(join(this.folder, file), { recursive: true, force: true });
  }

  /** Makes the calls that match fail, or none any more. */
  failOn(pattern: string): void {
    this.write('stand-in/fail', pattern);
  }

  /** @param stack another one than the machine's own */
  apply(stack = this.stack): Run {
    return this.run(stack, 'apply');
  }

  destroy(stack = this.stack): Run {
    return this.run(stack, 'destroy');
  }

  init(stack = this.stack): void {
    const { status, stdout, stderr } = this.terraform(stack, 'init');
    if (status !== 0) throw new Error(stdout + stderr);
  }

  private run(stack: string, verb: 'apply' | 'destroy'): Run {
    this.write('stand-in/calls', '');
    const { status, stdout, stderr } = this.terraform(stack, verb, '-auto-approve');
    const text = `${stdout}${stderr}`.replace(/^[│╷╵] ?/gm, '');
    return {
      ok: status === 0,
      text,
      calls: this.read('stand-in/calls').split('\n').filter(Boolean),
      steps: [...text.matchAll(/^terraform_data\.(\w+): Provisioning/gm)].map(([, step = '']) => step),
    };
  }

  private terraform(stack: string, ...args: string[]) {
    const cwd = join(this.folder, 'cdktf.out/stacks', stack);
    const env = {
      PATH: this.bin,
      HOME: join(this.folder, 'home'),
      STAND_IN: join(this.folder, 'stand-in'),
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: join(this.folder, 'home/terraformrc'),
      TF_IN_AUTOMATION: '1',
    };
    return spawnSync('terraform', [...args, '-no-color', '-input=false'], { cwd, env, encoding: 'utf8' });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Ports of this machine that nothing listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()));
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

export function listen(port = 0): Promise<Server> {
  return new Promise((done) => {
    const server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1', () => done(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on no port');
  return address.port;
}
