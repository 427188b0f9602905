import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { images } from '../../../config/versions';
import { Component } from '../../constructs/component';
import { ConfigFiles } from '../../constructs/config-files';
import { keptVolume } from '../../constructs/kept-volume';
import { Task } from '../../constructs/task';
import { scratch } from '../../constructs/volumes';
import type { Vault } from '../vault';
import { VAULT_TOKEN_PATH, vaultToken } from '../vault-agent';
import { vaultBinary } from './binary';

export interface VaultSnapshotsProps {
  readonly vault: Vault;
  /** When, in cron's five fields and UTC. */
  readonly schedule: string;
  /** How many are kept. */
  readonly retained: number;
  /** Size of the volume that keeps them. */
  readonly storage: string;
}

const script = readFileSync(join(__dirname, 'snapshot.sh'), 'utf8');
const FOLDER = '/snapshots';
const CA = '/vault/ca';

/**
 * Snapshots of Vault's storage on a volume of their own, which survives the loss of the raft volumes, a bad upgrade and
 * a deleted secret. It does not survive the loss of the zone or of the namespace: copies elsewhere are the operator's.
 * It logs in with the role named like itself, which may do nothing but read `sys/storage/raft/snapshot`; until that
 * role exists, its Jobs fail.
 */
export class VaultSnapshots extends Component {
  protected readonly app: Task;

  constructor(scope: Construct, id: string, { vault, schedule, retained, storage }: VaultSnapshotsProps) {
    super(scope, id);
    const files = new ConfigFiles(this, 'Script', { name: id, files: { 'snapshot.sh': script } });
    const ca = vault.trust(this, `${id}-ca`);
    const volume = keptVolume(this, id, storage);
    this.app = new Task(this, id, {
      component: 'backup',
      image: images.vault,
      user: 100,
      group: 1000,
      volumeGroup: 1000,
      resources: { cpu: '50m', memory: '64Mi', memoryLimit: '256Mi' },
      schedule,
      setup: vaultBinary.setup,
      // Answers also without a token.
      ready: 'VAULT_CLIENT_TIMEOUT=5 vault status',
      command: ['/bin/sh', '/scripts/snapshot.sh'],
      env: {
        ...vaultBinary.env,
        // A standby would have to pass the whole snapshot on.
        VAULT_ADDR: vault.activeAddress,
        VAULT_CACERT: ca && `${CA}/ca.crt`,
        ROLE: id,
        TOKEN_FILE: `${VAULT_TOKEN_PATH}/token`,
        FOLDER,
        RETAINED: String(retained),
        HOME: '/tmp',
      },
      mounts: {
        ...vaultBinary.mounts,
        '/scripts': files.volume,
        [VAULT_TOKEN_PATH]: vaultToken,
        [FOLDER]: {
          name: 'snapshots',
          readOnly: false,
          source: { persistentVolumeClaim: { claimName: volume.name } },
        },
        // A snapshot is unpacked here to be inspected.
        '/tmp': scratch('tmp', storage),
        [CA]: ca,
      },
    });
    this.app.connectTo(vault, 'api');
  }
}
