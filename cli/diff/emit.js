/**
 * `node emit.js CHECKOUT [CONFIG]`: prints everything that a checkout makes, as JSON, by its own code. In plain JavaScript, and
 * apart from the rest of this program: the checkout is another version of it, and the modules must be its own.
 */
const path = require('node:path');

process.noDeprecation = true;
const [checkout, config] = process.argv.slice(2);
const own = (file) => path.join(checkout, file);

async function pure() {
  require(own('cli/typescript.js'));
  const { synthesize } = require(own('synthesis/synthesize.ts'));
  const { loadTargets } = require(own('synthesis/targets.ts'));
  const targets = loadTargets(config, checkout);
  const environments = [...new Set(targets.map(({ environment }) => environment))];
  const texts = [];
  const take = (half, parts) => {
    for (const { system, environment, name, text } of parts) texts.push({ half, system, environment, name, text });
  };
  const { parts } = await synthesize({ terraform: targets, kubernetes: targets });
  for (const half of ['terraform', 'files', 'kubernetes']) take(half, parts[half]);
  return { records: recordsOf(targets), environments, texts };
}

const recordsOf = (targets) =>
  Object.fromEntries(
    targets.map(({ system, environment, config: record }) => [`${system.name}.${environment}`, record]),
  );

pure().then(
  (made) => process.stdout.write(JSON.stringify(made)),
  (error) => {
    process.stderr.write(String(error.name === 'InputError' ? error.message : error.stack));
    process.exitCode = 1;
  },
);
