import { type Profiler, Session } from 'node:inspector';

/**
 * How many functions are called while something is done, those of libraries included: what grows with the input, and
 * not with how busy the machine is.
 */
export function operations(act: () => void): number {
  const session = new Session();
  session.connect();
  try {
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    act();
    let calls = 0;
    session.post('Profiler.takePreciseCoverage', (error, coverage) => {
      if (error) throw error;
      calls = sum(coverage);
    });
    return calls;
  } finally {
    session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}

function sum({ result }: Profiler.TakePreciseCoverageReturnType): number {
  const functions = result.flatMap((script) => script.functions);
  return functions.reduce((total, { ranges }) => total + (ranges[0]?.count ?? 0), 0);
}
