/** `node cli/run.js COMMAND [options]`: the one entry; the commands stand in cli/commands.ts. */
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
