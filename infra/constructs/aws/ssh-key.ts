import { KeyPair } from '@cdktf/provider-aws/lib/key-pair';
import { SensitiveFile } from '@cdktf/provider-local/lib/sensitive-file';
import { PrivateKey } from '@cdktf/provider-tls/lib/private-key';
import { Construct } from 'constructs';

export interface SshKeyProps {
  readonly name: string;
  /** Your key, as in `~/.ssh/id_ed25519.pub`. @default a new ED25519 key */
  readonly publicKey?: string | undefined;
  /** Where a new key's private half is written, relative to the stack's folder. */
  readonly privateKeyFile: string;
}

/**
 * What machines let the user `ubuntu` in with. A key of your own stays with you. One that is generated is kept in the
 * stack's state too, in plain text, because a file can be lost: then guard the state like the key.
 */
export class SshKey extends Construct {
  public readonly keyName: string;
  /** The file of a key that was generated; undefined where it is yours. */
  public readonly privateKeyFile?: string;

  constructor(scope: Construct, id: string, { name, publicKey, privateKeyFile }: SshKeyProps) {
    super(scope, id);
    const generated = publicKey === undefined ? new PrivateKey(this, 'generated', { algorithm: 'ED25519' }) : undefined;
    this.keyName = new KeyPair(this, 'Resource', {
      keyName: name,
      publicKey: publicKey ?? generated?.publicKeyOpenssh ?? '',
    }).keyName;
    if (!generated) return;
    this.privateKeyFile = privateKeyFile;
    new SensitiveFile(this, 'file', {
      filename: privateKeyFile,
      content: generated.privateKeyOpenssh,
      filePermission: '0600',
      directoryPermission: '0700',
    });
  }
}
