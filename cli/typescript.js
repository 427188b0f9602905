/**
 * Lets plain `node` require the TypeScript of this repository.
 *
 * Each file is stripped of its types by swc once and kept under node_modules/.cache by the hash of its
 * source, so that an unchanged file costs one read and a changed one can never be served stale. swc itself
 * (0.1 s to load) is only required when something has to be compiled.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const root = path.dirname(__dirname);
const cache = path.join(root, 'node_modules', '.cache', 'terrachart');
const options = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs', strict: true },
  sourceMaps: 'inline',
  swcrc: false,
};
const compiler = `${require('@swc/core/package.json').version} ${JSON.stringify(options)}`;

/**
 * A stack trace with the lines of our sources in place of those of what was compiled of them. Only what is printed is
 * looked up: Node's own `--enable-source-maps` reads the maps of every library at each start.
 */
module.exports.withSources = (stack) =>
  stack.replace(/([^\s(]+\.ts):(\d+):(\d+)/g, (place, file, line, column) =>
    file.startsWith(root) && !file.includes('node_modules') ? sourcePlace(file, Number(line), Number(column)) : place,
  );

/** `file:line:column` in the source of a place in what was compiled of it; lines and columns begin at 1. */
function sourcePlace(file, line, column) {
  const [, map] = /^\/\/# sourceMappingURL=data:application\/json[^,]*;base64,(.*)$/m.exec(compiled(file)) ?? [];
  const { originalLine = line - 1, originalColumn = column - 1 } = map
    ? new Module.SourceMap(JSON.parse(Buffer.from(map, 'base64').toString())).findEntry(line - 1, column - 1)
    : {};
  return `${path.relative(process.cwd(), file)}:${originalLine + 1}:${originalColumn + 1}`;
}

Module._extensions['.ts'] = (module, file) => module._compile(compiled(file), file);

function compiled(file) {
  const source = fs.readFileSync(file, 'utf8');
  const name = path.relative(root, file);
  const key = createHash('sha256').update(`${compiler}\0${name}\0${source}`).digest('hex');
  // One entry a file: a new version replaces the old one, so the cache does not grow.
  const entry = path.join(cache, `${name.replaceAll(path.sep, '+')}.js`);
  const header = `// ${key}\n`;
  const cached = readIfThere(entry);
  if (cached?.startsWith(header)) return cached.slice(header.length);
  const { code } = require('@swc/core').transformSync(source, { ...options, filename: file, sourceFileName: name });
  save(entry, header + code);
  return code;
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that another process never reads half a file; a read-only checkout just stays slower. */
function save(file, content) {
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(cache, { recursive: true });
    fs.writeFileSync(draft, content);
    fs.renameSync(draft, file);
  } catch {
    fs.rmSync(draft, { force: true });
  }
}
