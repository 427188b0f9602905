/** The cost of a test file is requiring the CDKs once: few files, many tests. */
module.exports = {
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, swcrc: false },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.terrachart'],
  snapshotSerializers: ['<rootDir>/__tests__/support/yaml-serializer.ts'],
};
