/** Secrets that say what they are: each as a regular expression without groups. */
const formats: Readonly<Record<string, string>> = {
  'a private key': '-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----|PuTTY-User-Key-File-\\d|AGE-SECRET-KEY-1[0-9A-Z]{20,}',
  'an AWS access key': '\\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\\b',
  'a GitHub token': '\\bgh[oprsu]_[0-9A-Za-z]{36,}|\\bgithub_pat_[0-9A-Za-z_]{40,}',
  'a GitLab token': '\\bgl(?:pat|ptt|dt|rt|cbt)-[0-9A-Za-z_-]{20,}',
  'a Google API key': '\\bAIza[0-9A-Za-z_-]{35}',
  'a Google OAuth token': '\\bya29\\.[0-9A-Za-z_-]{20,}|\\bGOCSPX-[0-9A-Za-z_-]{20,}',
  'a Slack token': '\\bxox[abeoprs]-[0-9A-Za-z-]{10,}|hooks\\.slack\\.com/services/T[0-9A-Z]+/B[0-9A-Z]+/[0-9A-Za-z]+',
  'a Stripe key': '\\b[rs]k_live_[0-9A-Za-z]{16,}',
  'a Vault token': '\\bhv[bsr]\\.[0-9A-Za-z_-]{24,}',
  'a Grafana token': '\\bgl(?:sa|c)_[0-9A-Za-z_=+/]{20,}',
  'an npm token': '\\bnpm_[0-9A-Za-z]{36}',
  'a PyPI token': '\\bpypi-AgEI[0-9A-Za-z_-]{20,}',
  'a Docker token': '\\bdckr_(?:pat|oat)_[0-9A-Za-z_-]{20,}',
  'a Terraform token': '\\b[0-9A-Za-z]{14}\\.atlasv1\\.[0-9A-Za-z_-]{40,}',
  'a SendGrid key': '\\bSG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}',
  'an OpenAI or Anthropic key': '\\bsk-(?:proj|ant|svcacct)-[0-9A-Za-z_-]{20,}',
  'a K3s token': '\\bK10[0-9a-f]{64}::[\\w-]+:[0-9a-f]{16,}',
  'a JSON Web Token': '\\beyJ[0-9A-Za-z_-]{10,}\\.eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}',
  // A reference such as $(PASSWORD) is what should stand there.
  'a password in a URL': '\\b[a-z][a-z0-9+.-]*://[^\\s:/@"\']+:(?![$<{(%*])[^\\s@/"\']{3,}@(?=[\\w[])',
  'a password in SQL': "\\b(?:IDENTIFIED BY|WITH PASSWORD|ENCRYPTED PASSWORD) '(?![$<{%])[^']{4,}'",
};

/** One expression for all: a text is read once. */
const any = new RegExp(
  Object.values(formats)
    .map((format) => `(${format})`)
    .join('|'),
  'g',
);
const titles = Object.keys(formats);

export interface Hit {
  /** What it looks like, never what it is. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

export function knownFormats(text: string): Hit[] {
  return [...text.matchAll(any)].map((match) => ({
    what: titles[match.slice(1).findIndex((group) => group !== undefined)] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}
