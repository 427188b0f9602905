const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Slow tests hold what systems make against real tools, bad inputs and other ways to make it: a repository without a system
 * has nothing for them.
 */
const anySystem = /\bplug\(/.test(readFileSync(join(__dirname, 'synthesis/systems.ts'), 'utf8'));

/** What costs is loading the CDKs: tests of output read what is made once, before they begin (`__tests__/support/built-in.ts`). */
module.exports = {
  // jest leaves one core out by default, which on a machine of two is half of it.
  maxWorkers: '100%',
  roots: ['<rootDir>/__tests__'],
  testMatch: anySystem ? ['**/*.test.ts'] : ['**/!(*.slow).test.ts'],
  testEnvironment: '<rootDir>/__tests__/support/environment.js',
  runtime: '<rootDir>/__tests__/support/runtime.js',
  // Some tests start programs; on a busy machine that takes its time.
  testTimeout: 150_000,
  // A worker that nothing holds takes more than jest's half second to end when the machine has other work; one that a
  // test holds is named all the same, after this time.
  workerGracefulExitTimeout: 20_000,
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, swcrc: false },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.terrachart'],
  globalSetup: '<rootDir>/__tests__/support/setup.js',
  globalTeardown: '<rootDir>/__tests__/support/teardown.js',
  snapshotSerializers: ['<rootDir>/__tests__/support/yaml-serializer.ts'],
};
