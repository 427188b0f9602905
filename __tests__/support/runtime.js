const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const tests = path.dirname(__dirname);

/** What test files share: libraries, jest's own among them, and our sources; not the tests and what stands beside them. */
const isShared = (from, name) =>
  !Module.isBuiltin(name) &&
  (/^[./]/.test(name)
    ? !path.resolve(path.dirname(from), name).startsWith(tests) && !from.includes('node_modules')
    : name !== '@jest/globals');

// Code that is to run in the worker's own realm is in no context.
const { compileFunction } = vm;
vm.compileFunction = (source, parameters, { parsingContext, ...options }) =>
  compileFunction(source, parameters, parsingContext === globalThis ? options : { ...options, parsingContext });

// cdktf notes a stack trace with each value, for messages of its own; jest would look up the source of every line.
require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];

/** The runtime of the test file that runs. */
let current;
const load = (module, file) => module._compile(current.compiled(file), file);
// `cli/typescript.js`, which sources load for what else it does, would put its own here, and compile by a swc of this realm.
Object.defineProperty(Module._extensions, '.ts', { get: () => load, set: () => {}, enumerable: true });

/** Jest's `runtime`: how test files load modules. */
module.exports = class extends Runtime {
  constructor(config, environment, resolver, transformer, ...rest) {
    super(config, environment, resolver, transformer, ...rest);
    this.shares = environment.getVmContext() === globalThis;
    this.transformer = transformer;
    current = this;
  }

  requireModule(from, name, ...options) {
    return this.shares && name && isShared(from, name)
      ? Module.createRequire(from)(name)
      : super.requireModule(from, name, ...options);
  }

  compiled(file) {
    const { code, sourceMapPath } = this.transformer.transform(file, {}, fs.readFileSync(file, 'utf8'));
    if (sourceMapPath) this.getSourceMaps().set(file, sourceMapPath);
    return code;
  }
};
