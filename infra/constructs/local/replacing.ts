import type { Table } from '../argument';

/** Providers that reach no cloud. */
export const localReplacing: Table = {
  local_file: [
    'filename',
    'content',
    'content_base64',
    'sensitive_content',
    'source',
    'file_permission',
    'directory_permission',
  ],
  local_sensitive_file: ['filename', 'content', 'content_base64', 'source', 'file_permission', 'directory_permission'],
  terraform_data: ['triggers_replace'],
  random_password: [
    'length',
    'special',
    'upper',
    'lower',
    'numeric',
    'min_lower',
    'min_upper',
    'min_numeric',
    'min_special',
    'override_special',
    'keepers',
  ],
  tls_private_key: ['algorithm', 'rsa_bits', 'ecdsa_curve'],
};
