/**
 * `node emit.js CHECKOUT [CONFIG]`: prints everything that a checkout makes, as JSON, by its own code. In plain JavaScript, and
 * apart from the rest of this program: the checkout is another version of it, and the modules must be its own.
 */
const path = require('node:path');

process.noDeprecation = true;
const [checkout, ...configs] = process.argv.slice(2);
const own = (file) => path.join(checkout, file);

async function made() {
  require(own('cli/typescript.js'));
  const { synthesize } = require(own('synthesis/synthesize.ts'));
  const { loadTargets } = require(own('synthesis/targets.ts'));
  // An older version takes one.
  const targets = loadTargets(configs.length > 1 ? configs : configs[0], checkout);
  const { parts } = await synthesize({ terraform: targets, kubernetes: targets });
  const texts = ['terraform', 'files', 'kubernetes'].flatMap((half) =>
    parts[half].map(({ system, environment, name, text }) => ({ half, system, environment, name, text })),
  );
  const by = (key, value) => Object.fromEntries(targets.map((target) => [key(target), value(target)]));
  return {
    texts,
    records: by(
      ({ system, environment }) => `${system.name}.${environment}`,
      (target) => target.config,
    ),
    waivers: by(
      ({ system }) => system.name,
      ({ system }) => system.waivers,
    ),
  };
}

made().then(
  (all) => process.stdout.write(JSON.stringify(all)),
  (error) => {
    process.stderr.write(String(error.name === 'InputError' ? error.message : error.stack));
    process.exitCode = 1;
  },
);
