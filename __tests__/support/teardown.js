const fs = require('node:fs');
const path = require('node:path');

/** Jest's `globalTeardown`: removes what its setup made. */
module.exports = async () => {
  fs.rmSync(path.dirname(process.env.TERRACHART_TESTS_SYNTHESIS), { recursive: true });
};
