const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/**
 * Jest's `globalSetup`: makes once what tests of output look at, in a process of its own, which in `--watch` sees
 * changed sources where jest's would not. Loading the CDKs is most of its cost, and that of a test file that loads them.
 * A synthesis that fails fails the tests that ask for it, and no others.
 */
module.exports = async ({ updateSnapshot }) => {
  // Whether `-u` was given, which jest keeps to itself.
  process.env.TERRACHART_TESTS_UPDATE = updateSnapshot === 'all' ? 'yes' : '';
  // In `--watch`, tests of a single file run in this process, where the last run left our sources loaded.
  for (const file of Object.keys(require.cache)) if (file.endsWith('.ts')) delete require.cache[file];
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-tests-'));
  const file = path.join(folder, 'synthesis.json');
  const { status, stderr } = spawnSync(process.execPath, [path.join(__dirname, 'synthesis.js'), file], {
    // Not the folder in which the tests make it once more: `__tests__/synthesis/same-bytes.slow.test.ts`.
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) fs.writeFileSync(file, JSON.stringify({ failure: stderr }));
  process.env.TERRACHART_TESTS_SYNTHESIS = file;
};
