/** `node cli/run.js <program> [arguments]` runs `cli/<program>.ts`. */
require('./typescript');

const [program, ...args] = process.argv.slice(2);
require(`./${program}`)
  .main(args)
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error) => {
    // What users can mend is said in a line; a stack trace is for a mistake of ours.
    console.error(error.name === 'InputError' || error.syscall ? error.message : error);
    process.exitCode = 1;
  });
