import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { KubernetesObject } from '../../model/objects';

/** What every check is given. */
export interface Workspace {
  readonly root: string;
  /** A folder of this run, gone afterwards. */
  readonly scratch: string;
  /** Files of the repository, by their path in it. */
  readonly files: readonly string[];
  /** The cluster to ask, as kubectl names it. */
  readonly context?: string | undefined;
  /** Folder of the Terraform stacks. */
  readonly stacks: string;
  /** Environments that have charts. */
  readonly environments: readonly string[];
  /** Whether what is kept of a tool's answers is written anew, instead of compared. */
  readonly renew: boolean;
  /** Folder of an environment's charts. */
  readonly charts: (environment: string) => string;
  /** The objects in them. */
  readonly objects: (environment: string) => readonly KubernetesObject[];
}

/** A tool that somebody else made, and what it is asked. */
export interface Check {
  /** Program on PATH; also what `--require` and the report call it. */
  readonly tool: string;
  /** What it looks at, in a few words. */
  readonly looksAt: string;
  /** How to get it. */
  readonly install: string;
  /** Why it cannot run here although it is installed. */
  readonly lacks?: (workspace: Workspace) => string | undefined;
  /** Runs it. @returns what it complains of */
  readonly run: (workspace: Workspace) => readonly string[];
}

/** Tools that phone home unless told not to. */
const quiet = {
  CHECKPOINT_DISABLE: '1',
  CDK8S_CHECK_UPGRADE: 'false',
  TF_IN_AUTOMATION: '1',
  TRIVY_SKIP_VERSION_CHECK: 'true',
  TRIVY_DISABLE_TELEMETRY: 'true',
  BC_SKIP_MAPPING: 'TRUE',
  ANSIBLE_OFFLINE: '1',
};

export function isInstalled(tool: string, path = process.env.PATH ?? ''): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a program for what it prints. @throws Error with what it says if it fails */
export function read(tool: string, args: readonly string[], cwd: string): string {
  return execFileSync(tool, args, {
    cwd,
    env: { ...process.env, ...quiet },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
}

/** Runs a program. @returns nothing if it is content, else what it said, after the command that says it again */
export function ask(tool: string, args: readonly string[], cwd: string): string[] {
  const { status, stdout, stderr, error } = spawnSync(tool, args, {
    cwd,
    env: { ...process.env, ...quiet },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 15 * 60_000,
  });
  if (status === 0) return [];
  const said = error?.message ?? `${stdout}\n${stderr}`.trim();
  return [`${[tool, ...args].join(' ')}\n${said}`];
}
