const { ModuleMocker } = require('jest-mock');

/** What jest leaves in a realm, and would find there again for the next test file. */
const left = new Set(['JEST_STATE_SYMBOL', 'EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL']);

/**
 * Jest's `testEnvironment`: test files run in their worker's own realm, one after the other, instead of in one of their own
 * each. That lets them share modules (`runtime.js`), whose loading was a third of what the tests cost. A test file that must
 * have modules to itself, e.g. to count what runs in them or to mock what they load, begins with `@jest-environment node`.
 */
module.exports = class {
  constructor() {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    // As there is no realm to throw away, clocks stay real.
    this.fakeTimers = null;
    this.fakeTimersModern = null;
    const { console } = globalThis;
    const { exit, getBuiltinModule } = process;
    this.before = { console, process: { exit, getBuiltinModule }, env: { ...process.env }, folder: process.cwd() };
  }

  async setup() {}

  /** Leaves the worker to the next test file as this one found it. */
  async teardown() {
    const { console, env, folder } = this.before;
    globalThis.console = console;
    for (const [name, value] of Object.entries(this.before.process)) if (value) process[name] = value;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    if (process.cwd() !== folder) process.chdir(folder);
    for (const key of Object.getOwnPropertySymbols(globalThis)) if (left.has(key.description)) delete globalThis[key];
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Where code runs: `runtime.js` takes this for the worker's own realm. */
  getVmContext() {
    return globalThis;
  }
};
