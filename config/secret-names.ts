/** Words by which a name promises a secret, as the middle of a regular expression. */
export const SECRET_WORD =
  'pass(?:word|wd|phrase)?|requirepass|api_?key|private_?key|secret_?key|access_?key|client_?secret|secret_?(?:data|string|access_?key)|credentials?';

const SECRET_VARIABLE = new RegExp(`(?:^|_)(?:${SECRET_WORD}|token|secret)$`, 'i');

/** Whether an environment variable of that name is for a secret. */
export function isSecretVariable(name: string): boolean {
  return SECRET_VARIABLE.test(name);
}
