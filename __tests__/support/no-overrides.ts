import * as path from 'node:path';

/**
 * A configuration that changes nothing. Tests of a command name it, because without a name a command reads the
 * `terrachart.yaml` of whoever runs the tests.
 */
export const noOverrides = path.join(__dirname, 'no-overrides.yaml');
