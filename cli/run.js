/** `node cli/run.js <program> [arguments]` runs `cli/<program>.ts`. */
require('./typescript');

const [program, ...args] = process.argv.slice(2);
require(`./${program}`)
  .main(args)
  .then((code) => {
    process.exitCode = code;
  });
