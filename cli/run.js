/** `node cli/run.js <program> [arguments]` runs `cli/<program>.ts`. */
const { sourcePlace } = require('./typescript');

const [program, ...args] = process.argv.slice(2);
require(`./${program}`)
  .main(args)
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error) => {
    console.error(told(error));
    process.exitCode = 1;
  });

/** What users can mend is said in a line or two; a stack trace is for a mistake of ours. */
function told(error) {
  if (error?.name === 'InputError' || error?.syscall) return error.message;
  // A construct that a chart or stack uses wrongly: of all the stack, the line of the chart helps.
  const [, file, line, column] =
    /\((.*[\\/](?:infra|manifests)[\\/]systems[\\/].*\.ts):(\d+):(\d+)\)$/m.exec(error?.stack) ?? [];
  if (error?.constructor !== Error || file === undefined) return error;
  return `${error.message}\n  at ${sourcePlace(file, Number(line), Number(column))}`;
}
