/**
 * Prints the configuration of this deployment: terrachart.yaml, if there is one, with the image that was built.
 * `node .github/f1-vote/config-with-image.js REPOSITORY TAG`
 */
const { existsSync, readFileSync } = require('node:fs');
const { parseDocument } = require('yaml');

const [repository, tag] = process.argv.slice(2);
if (!repository || !tag) throw new Error('expected the image: REPOSITORY TAG');

const config = parseDocument(existsSync('terrachart.yaml') ? readFileSync('terrachart.yaml', 'utf8') : '');
config.setIn(['f1-vote', 'production', 'app', 'image'], { repository, tag });
process.stdout.write(String(config));
