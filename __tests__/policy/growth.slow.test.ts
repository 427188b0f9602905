/** @jest-environment node */
import { countingExecutions } from '../support/executions';

test('the rules cost what the output weighs: eight times as much takes eight times the steps, not 64 times', async () => {
  const [few, many] = await countingExecutions(['policy', 'model'], async (executions) => {
    const { View } = await import('../../model/view');
    const { check } = await import('../../policy/check');
    const { change, deployment, objects } = await import('./cases/make');
    const steps = (copies: number) => {
      const output = objects(
        ...Array.from({ length: copies }, (_, i) => change(deployment, 'metadata.namespace', `sys-${i}`)),
      );
      executions();
      check(new View(output));
      return executions();
    };
    // What is made once, such as the indexes of the catalogue, is not of any output.
    steps(1);
    return [steps(50), steps(400)] as const;
  });
  expect(few).toBeGreaterThan(10_000);
  expect(many / few).toBeLessThan(8);
});
