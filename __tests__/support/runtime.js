const { createRequire } = require('node:module');
const { default: Runtime } = require('jest-runtime');

/**
 * Libraries that a worker loads once, by plain Node, and not once more for each test file: loading was a quarter of
 * what the tests cost. Not cdk8s, which asks whether a value is a plain `Object` of its own realm: jest gives each test
 * file a realm, and libraries from here live in the worker's.
 */
const libraries = /^(zod|yaml|cdktf|@cdktf|ajv|diff|fast-check|kubernetes-models|@prometheus-io)($|\/)/;

/** cdktf and cdk8s each have their own classes of `constructs`, which all of a half must share. */
const isShared = (name, from) =>
  libraries.test(name) || (name === 'constructs' && /[/\\](infra|@?cdktf)[/\\]/.test(from));

// cdktf notes a stack trace with each value, for messages of its own; jest would look up the source of every line.
require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];

/** Jest's `runtime`: how test files load modules. */
module.exports = class extends Runtime {
  requireModule(from, name, ...options) {
    return name && isShared(name, from) ? createRequire(from)(name) : super.requireModule(from, name, ...options);
  }
};
