import { isSecretVariable, SECRET_WORD } from '../../config/secret-names';
import { randomLooking } from './entropy';
import { type Hit, knownFormats } from './formats';

/** Keys and certificates that everybody may know. */
const PUBLIC_MATERIAL =
  /ssh-(?:ed25519|rsa) [A-Za-z0-9+/=]+|-----BEGIN (?:CERTIFICATE|(?:[A-Z]+ )*PUBLIC KEY)-----[^-]+-----END [A-Z ]+-----/g;

/** A name that promises a secret. That of a Secret, such as `existingSecret`, promises none. */
const SECRET_NAME = new RegExp(`(?:^|[^a-z])(?:${SECRET_WORD}|token)$`, 'i');

/** `password: value` or `--password=value` within a longer text. */
const ASSIGNMENT = new RegExp(
  `(?:^|[\\s"'{,;&?-])[\\w.-]*?(?:${SECRET_WORD}|token|secret)["']?(?:\\s*[:=]\\s*|\\s+(?=["'\\w]*\\d))["']?([^\\s"'#,;&{}()<>$\\\\/%*][^\\s"'#,;&{}()<>$\\\\]{7,})`,
  'gi',
);

/** Everything in a text that looks like the value of a secret.
 * @param name the key that it stands under; undefined when a checksum, too, counts as one
 */
export function secretsIn(text: string, name: string | undefined): Hit[] {
  const searched = /ssh-|-----BEGIN/.test(text)
    ? text.replace(PUBLIC_MATERIAL, (found) => ' '.repeat(found.length))
    : text;
  return [...knownFormats(searched), ...assignments(searched), ...randomLooking(searched, name)];
}

function assignments(text: string): Hit[] {
  if (text.length < 12) return [];
  return [...text.matchAll(ASSIGNMENT)]
    .filter(([, value = '']) => /\d/.test(value) && /[A-Za-z]/.test(value))
    .map(({ 0: whole, 1: value = '', index }) => {
      const end = index + whole.length;
      return { what: 'a value where a secret belongs', start: end - value.length, end };
    });
}

/** Whether a value stands where its name promises a secret, instead of a reference or the path of a file. */
export function isNamedSecret(name: string, value: string, kind: 'variable' | 'attribute'): boolean {
  if (value === '' || /^[/<{]|\$[({A-Za-z]/.test(value)) return false;
  return kind === 'variable' ? isSecretVariable(name) : SECRET_NAME.test(name);
}

/** The text without what looks like a secret: what reports print, and errors, which quote what somebody typed. */
export function redact(text: string, as: 'report' | 'error'): string {
  let [shown, at] = ['', 0];
  for (const { start, end } of secretsIn(text, as === 'report' ? '' : undefined).sort((a, b) => a.start - b.start)) {
    if (start >= at) shown += `${text.slice(at, start)}<redacted>`;
    at = Math.max(at, end);
  }
  return shown + text.slice(at);
}
