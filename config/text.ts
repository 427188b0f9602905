/** Bytes as text, or why they are none. */
export type Decoded = { readonly value: string; readonly error?: undefined } | { readonly error: string };

/** Reads UTF-8, with or without a byte order mark, and nothing else. */
export function decode(bytes: Buffer): Decoded {
  if (isUtf16(bytes)) return { error: 'UTF-16: save it as UTF-8' };
  const text = bytes.toString('utf8');
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) {
    const before = text.slice(0, at);
    const offset = Buffer.byteLength(before);
    // The character may stand in the file itself; otherwise the bytes here were none.
    if (bytes.subarray(offset, offset + 3).toString('latin1') === '\xEF\xBF\xBD') continue;
    const line = before.split('\n').length;
    return { error: `not UTF-8: byte 0x${bytes[offset]?.toString(16)} in line ${line}; save it as UTF-8` };
  }
  return { value: text };
}

/** By its byte order mark, or by a first character of which every second byte is nothing. */
function isUtf16([first, second, third]: Buffer): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (first === 0 && second !== 0) || (first !== 0 && second === 0 && third !== 0 && third !== undefined);
}

/** Why no output can hold a text; undefined if it can. */
export function unwritable(text: string): string | undefined {
  if (text.includes('\0')) return 'a text without NUL, which neither a process nor the Kubernetes API takes';
  if (/\p{Surrogate}/u.test(text)) return 'a text without lone surrogates, which no UTF-8 can hold';
  return undefined;
}

/** A text for a terminal: what does not print, or turns the writing direction, is escaped as JSON does. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
