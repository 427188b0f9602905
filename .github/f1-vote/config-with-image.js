/**
 * Prints the configuration of this deployment: terrachart.yaml, if there is one, with the image that was built.
 * `node .github/f1-vote/config-with-image.js IMAGE`
 */
const { existsSync, readFileSync } = require('node:fs');
const { parseDocument } = require('yaml');

const [image] = process.argv.slice(2);
if (!image) throw new Error('expected the image, e.g. ghcr.io/me/f1-vote:4f2c1e9');

const config = parseDocument(existsSync('terrachart.yaml') ? readFileSync('terrachart.yaml', 'utf8') : '');
config.setIn(['f1-vote', 'production', 'workloads', 'f1-vote', 'image'], image);
process.stdout.write(String(config));
