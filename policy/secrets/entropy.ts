import type { Hit } from './formats';

/** Runs of letters and digits that may be random, and those of base 64, which has two more characters. */
const RUNS = [/[A-Za-z0-9]{16,}/g, /[A-Za-z0-9]+(?:[+/][A-Za-z0-9]+)+/g];

/** Names for what looks random and is public: told by the key, or by the words beside it on its line. */
const DIGEST = /sha-?\d|checksum|digest|hash|fingerprint|thumbprint/i;
/** Names for what may be the digest of a commit, and nothing else that looks random. */
const COMMIT = /commit|revision|version|image|tag\b|\buses\b/i;
/** Lengths of MD5, SHA-1, SHA-256, SHA-384 and SHA-512 in hexadecimal. */
const DIGESTS = [32, 40, 64, 96, 128];

/** How far the words are looked for. */
const NEARBY = 48;

/** Parts of a text that look like keys somebody generated.
 * @param name the key that it stands under; undefined when no name and no word is an excuse
 */
export function randomLooking(text: string, name: string | undefined): Hit[] {
  if (text.length < 16) return [];
  return RUNS.flatMap((run) => [...text.matchAll(run)])
    .filter(([run]) => looksRandom(run))
    .filter(({ index, 0: run }) => name === undefined || !isPublic(run, `${name} ${around(text, index, run.length)}`))
    .map(({ 0: run, index }) => ({ what: 'a random value', start: index, end: index + run.length }));
}

/**
 * In words, letters follow letters of the same case; in random values, kinds of characters alternate: in base 62 at six
 * of ten places, in hexadecimal and base 36 at four to five. Names made of words stay below three.
 */
function looksRandom(run: string): boolean {
  if (!/\d/.test(run) || !/[A-Za-z]/.test(run)) return false;
  if (/^[0-9a-f]+$/i.test(run)) return run.length >= 32 && new Set(run.toLowerCase()).size >= 8;
  const mixed = /[a-z]/.test(run) && /[A-Z]/.test(run);
  const separators = run.split(/[+/]/).length - 1;
  // A path has more slashes than base 64 by chance.
  if (separators > 0 && (!mixed || run.length < 32 || separators > run.length / 10)) return false;
  if (!mixed && run.length < 20) return false;
  return new Set(run).size >= 9 && changes(run) / (run.length - 1) >= (mixed ? 0.4 : 0.3);
}

function changes(run: string): number {
  let count = 0;
  for (let i = 1; i < run.length; i++) if (kindAt(run, i) !== kindAt(run, i - 1)) count++;
  return count;
}

/** 0 for a digit and the rest, 1 for a capital, 2 for a small letter. */
function kindAt(run: string, index: number): number {
  const code = run.charCodeAt(index);
  if (code < 58) return 0;
  return code < 91 ? 1 : 2;
}

function isPublic(run: string, words: string): boolean {
  const hexadecimal = /^[0-9a-f]+$/.test(run);
  if (hexadecimal) return DIGESTS.includes(run.length) && (DIGEST.test(words) || COMMIT.test(words));
  return DIGEST.test(words);
}

/** The words beside a run, on its line. */
function around(text: string, start: number, length: number): string {
  const end = start + length;
  const before = text.slice(Math.max(0, start - NEARBY), start);
  const [after = ''] = text.slice(end, end + NEARBY).split('\n', 1);
  return `${before.slice(before.lastIndexOf('\n') + 1)} ${after}`;
}
