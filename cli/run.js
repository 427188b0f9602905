#!/usr/bin/env node
/** `npx terrachart COMMAND [options]`, which is `node cli/run.js`: the one entry; the commands stand in cli/commands.ts. */
// Of what libraries do, users can mend nothing: cdktf 0.21 calls util.isArray, which Node 22 and later complain of.
process.noDeprecation = true;
require('./typescript');
const { main } = require('./commands');
const { complain } = require('./print');

process.on('uncaughtException', (error) => process.exit(complain(error)));
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.exitCode = complain(error);
  },
);
