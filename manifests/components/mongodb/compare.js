// Compares the restored collections with the counts of the dump, and reports in one line of JSON. Fails when they differ.
const fs = require('node:fs');

const { FOLDER, DUMP, SECONDS_TAKEN } = process.env;
const dumped = {};
let written = 0;
for (const line of fs.readFileSync(`${FOLDER}/dump.counts`, 'utf8').split('\n')) {
  const [, name, count] = /^(.+) (\d+)$/.exec(line) ?? [];
  if (name === 'oplog') written = Number(count);
  else if (name) dumped[name] = Number(count);
}

const problems = [];
const restored = {};
for (const name of Object.keys(dumped)) {
  const dot = name.indexOf('.');
  restored[name] = db
    .getSiblingDB(name.slice(0, dot))
    .getCollection(name.slice(dot + 1))
    .countDocuments({});
  if (Math.abs(restored[name] - dumped[name]) > written) problems.push(`${name}: ${dumped[name]} were dumped`);
}
if (Object.keys(dumped).length === 0) problems.push('the dump has no collections');

print(
  JSON.stringify({
    report: 'restore-test',
    dump: DUMP,
    seconds: Number(SECONDS_TAKEN),
    written,
    dumped,
    restored,
    problems,
  }),
);
if (problems.length > 0) process.exit(1);
