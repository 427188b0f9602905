import { Session } from 'node:inspector';
import * as path from 'node:path';
import { root } from '../../cli/options';

/** How often each function and each block of a script ran, as V8 counts it. */
interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
}

/**
 * Counts what runs in some folders of ours: every call, every turn of a loop. Unlike a clock, it says the same on any
 * machine, however busy. Modules must be loaded within `work`: of those from before, V8 counts the calls only.
 * @param work is handed the counter: how much ran since it was asked last
 */
export async function countingExecutions<Result>(
  folders: readonly string[],
  work: (executions: () => number) => Promise<Result>,
): Promise<Result> {
  const session = new Session();
  session.connect();
  // The answers of the inspector's own thread come before `post` returns.
  const ask = (method: string, params: object = {}): { result?: readonly Script[] } => {
    let answer = {};
    session.post(method, params, (error, result) => {
      if (error) throw error;
      answer = result ?? {};
    });
    return answer;
  };
  const within = ({ url }: Script) => folders.some((folder) => url.includes(path.join(root, folder) + path.sep));
  try {
    ask('Profiler.enable');
    ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    return await work(() => {
      const { result = [] } = ask('Profiler.takePreciseCoverage');
      const ranges = result.filter(within).flatMap(({ functions }) => functions.flatMap((each) => each.ranges));
      return ranges.reduce((sum, { count }) => sum + count, 0);
    });
  } finally {
    ask('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}
