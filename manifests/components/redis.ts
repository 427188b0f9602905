import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { execProbe } from '../constructs/probes';
import type { SecretRef } from '../constructs/secret-ref';
import { claim, StatefulApp } from '../constructs/stateful-app';
import { memory, scratch } from '../constructs/volumes';

export interface RedisProps {
  /** The only login there is. */
  readonly user: RedisUser;
  /** Secret with that user's `password`. */
  readonly secret: SecretRef;
  /** Size of the volume, e.g. `1Gi`; rewriting the append-only file takes it twice for a moment. */
  readonly storage: string;
  readonly port?: number;
  /** Labels of the node that it runs on. @default any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

export interface RedisUser {
  readonly name: string;
  /** What it may do, as ACL rules on top of nothing, e.g. `~app:*`, `+get`; https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ */
  readonly rules: readonly string[];
}

/** What the probes need, and every client library sends when it connects. */
const connection = ['+auth', '+hello', '+ping', '+quit', '+client|setname', '+client|setinfo', '+client|id', '+info'];

const startScript = readFileSync(join(__dirname, 'redis', 'start.sh'), 'utf8');

/** One Redis that keeps what it is told: every write goes to the append-only file, nothing is ever evicted. */
export class Redis extends Component {
  protected readonly app: StatefulApp;
  private readonly user: string;

  constructor(scope: Construct, id: string, { user, secret, storage, port = 6379, nodeSelector }: RedisProps) {
    super(scope, id);
    // -e: without it, an error such as LOADING counts as an answer.
    const ping = ['redis-cli', '-e', '-p', String(port), '--user', user.name, 'ping'];
    this.app = new StatefulApp(this, id, {
      component: 'database',
      image: images.redis,
      user: 999,
      volumeGroup: 999,
      gracePeriod: 60,
      // Twice `maxmemory`: a rewrite of the append-only file forks, and pages that change meanwhile exist twice.
      resources: { cpu: '100m', memory: '128Mi', memoryLimit: '256Mi' },
      command: ['sh', '/etc/redis/start.sh'],
      env: { REDISCLI_AUTH: secret.env('password') },
      ports: { redis: port },
      probes: {
        // Until the append-only file is loaded, every answer is an error.
        startup: execProbe(ping, { period: 2, failures: 60 }),
        readiness: execProbe(ping, { period: 5 }),
        liveness: execProbe(ping, { failures: 6 }),
      },
      storage: { data: storage },
      mounts: {
        '/data': claim('data'),
        '/etc/redis': new ConfigFiles(this, 'Config', {
          name: id,
          files: { 'redis.conf': settings(port), 'users.acl': users(user), 'start.sh': startScript },
        }).volume,
        '/run/redis': memory('run'),
        '/tmp': scratch('tmp'),
      },
      nodeSelector,
    });
    this.user = user.name;
  }

  /** URL for clients, with the password in the environment variable of that name, which Kubernetes expands. */
  url(passwordVariable: string): string {
    return `redis://${this.user}:$(${passwordVariable})@${this.app.host}:${this.port('redis')}`;
  }
}

/** https://redis.io/docs/latest/operate/oss_and_stack/management/config/ */
function settings(port: number): string {
  return `# Any address of the pod: the network policy and the ACL say who gets in.
bind * -::*
port ${port}
aclfile /run/redis/users.acl
dir /data
appendonly yes
# What was answered is on the disk: of what a kill or a crash takes, nobody was told that it is kept.
appendfsync always
# The append-only file is the memory; snapshots would only be a second, older one.
save ""
maxmemory 128mb
# When memory is full, a write fails and says so; an eviction would lose data without a word.
maxmemory-policy noeviction
maxclients 1000
# Finds clients whose node is gone.
tcp-keepalive 60
`;
}

/** The default user could do everything without a password, so it is off. */
function users({ name, rules }: RedisUser): string {
  return `user default off
user ${name} on #PASSWORD_HASH resetkeys resetchannels -@all ${[...rules, ...connection].join(' ')}
`;
}
