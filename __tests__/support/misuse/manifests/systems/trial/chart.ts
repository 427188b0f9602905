/** Stands for a chart that uses a construct wrongly; a program for `cli/run.js`. */
export async function main(): Promise<number> {
  type Unused = 'types are gone when this runs, and with them the lines';
  const construct = (): Unused => {
    throw new Error('web already has an Ingress web');
  };
  construct();
  return 0;
}
