const fs = require('node:fs');
require('../../cli/typescript');
const { synthesize } = require('../../synthesis/synthesize');
const { loadTargets } = require('../../synthesis/targets');

/** `node synthesis.js <file>` writes what the built-in records make, in both halves, as JSON. */
const targets = loadTargets();
synthesize({ terraform: targets, kubernetes: targets }).then(({ parts, index }) =>
  fs.writeFileSync(process.argv[2], JSON.stringify({ parts, index })),
);
