import { type Scalar, type ScalarTag, stringify, type Tags } from 'yaml';
import { stringifyString } from 'yaml/util';

/**
 * Plain texts that some reader takes for something else, by any version of YAML and by readers that go beyond it: Go's
 * takes `0o17` for a number, Ruby's `1,000`, and 1.1 has sexagesimal `1:30`, `1.0.0` for a float, `y` and `on` for truth.
 * https://yaml.org/type/ https://yaml.org/spec/1.2.2/#103-core-schema
 */
const misread = [
  // Null, truth, merge, default value.
  /^(|~|null|true|false|yes|no|on|off|y|n|<<|=)$/i,
  // Whole numbers and floats, in groups or not.
  /^[-+]?(?=[\d_,]*[\d.])[\d_,]*\.?[\d_,.]*(e[-+]?[\d_]*)?$/i,
  /^[-+]?0[box][\da-f_,.]*(p[-+]?\d*)?$/i,
  /^[-+]?[\d_]+(:[\d_]+)+(\.[\d_]*)?$/,
  /^[-+]?\.?(inf|infinity|nan)$/i,
  // Dates, with a time or without.
  /^\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?$/,
] as const;

/**
 * What YAML does not allow, or what a reader may take for the end of a line, for white space or for nothing: controls,
 * line and paragraph separators, the byte order mark, direction marks, what is not assigned, lone surrogates.
 * https://yaml.org/spec/1.2.2/#51-character-set
 */
const unprintable = /[\p{C}\p{Z}]/gu;
const allowed = /^[ \n]$/;

/**
 * Objects as documents that every reader takes alike, by whichever version of YAML; one after another, parted by `---`. A
 * field that is undefined is none.
 */
export function toYaml(...documents: readonly unknown[]): string {
  return documents.map(documentOf).join('---\n');
}

/** Kinds of text that the library has its own way with: it would write a key `<<` as one that merges. */
const ours = ['tag:yaml.org,2002:str', 'tag:yaml.org,2002:merge'];

function documentOf(document: unknown): string {
  return stringify(document, {
    // What is plain in 1.1 is so in 1.2; the other way round not.
    version: '1.1',
    customTags: (tags: Tags) => [text, ...tags.filter((tag) => typeof tag === 'string' || !ours.includes(tag.tag))],
    aliasDuplicateObjects: false,
    blockQuote: 'literal',
    // No line is broken: one of a script may be of any length.
    lineWidth: 0,
  });
}

const text: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: (value) => typeof value === 'string',
  resolve: (value) => value,
  stringify: (item, ...context) => {
    const value = String(item.value);
    return mustBeQuoted(value) ? quoted(value) : stringifyString(item as Scalar<string>, ...context);
  },
};

function mustBeQuoted(value: string): boolean {
  return (
    misread.some((form) => form.test(value)) ||
    [...value.matchAll(unprintable)].some(([character]) => !allowed.test(character)) ||
    // White space at the end of a block is counted differently by different readers, and at its begin it sets the indent.
    (value.includes('\n') && /^[\s]|[^\n]\s*\n\s+$| $/.test(value))
  );
}

/** On one line; https://yaml.org/spec/1.2.2/#57-escaped-characters */
function quoted(value: string): string {
  return JSON.stringify(value).replace(unprintable, (character) => (character === ' ' ? ' ' : escaped(character)));
}

/** Not by two halves, as JSON has it: Go's reader refuses them. */
function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
