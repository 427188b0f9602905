import { command } from '../../../../../../cli/command';

/** Stands for a command whose chart uses a construct wrongly, or whose program has a mistake. */
export const misuse = command({
  about: 'Fails.',
  options: { fault: { says: 'by a mistake of ours' } },
  run: async ({ fault }) => {
    type Unused = 'types are gone when this runs, and with them the lines';
    const construct = (): Unused => {
      throw fault ? new TypeError('undefined is not a chart') : new Error('web already has an Ingress web');
    };
    construct();
    return {};
  },
});
