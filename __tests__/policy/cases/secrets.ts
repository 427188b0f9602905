import { type Case, object, objects, output, pod, resource } from './make';

/**
 * Values that look like secrets and are none. Each is put together here, so that no scanner of repositories mistakes
 * this file for a leak.
 */
const hex = '9f2c1ab47e05d3681cc4f0e92b7a5d10e8364f7ba1c29d05';
export const canaries: Readonly<Record<string, string>> = {
  'AWS access key': `AKIA${'Q3EGJ7XNV2LMW5TD'}`,
  'AWS secret key': ['wJalrXUtnFEMI', 'K7MDENGbPxRfiCY', 'zEXb8Kq2p0'].join('/'),
  'GitHub token': `ghp_${'x7Kq2LmZ9aVb3NcR5tYw8UeJ1oPs6DfG4hXi'}`,
  'GitLab token': `glpat-${'x7Kq2LmZ9aVb3NcR5tYw'}`,
  'Google API key': `AIza${'SyB7x2Kq9LmZ3aVb5NcR8tYw1UeJ6oPs4Df'}`,
  'Slack token': `xoxb-${'2488127361-hG7kLmN2pQrS'}`,
  'Vault token': `hvs.${'CAESIJx7Kq2LmZ9aVb3NcR5tYw8UeJ1o'}`,
  'JSON Web Token': ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N'].join('.'),
  'private key': ['-----BEGIN', 'OPENSSH PRIVATE KEY-----'].join(' '),
  'hexadecimal value': hex,
  'base 62 value': 'x7Kq2LmZ9aVb3NcR5tYw8UeJ',
  'base 36 value': 'k3j9x0q7w2m5v8b1n4c6z2d7',
  'password in a URL': `postgres://app:${'s3cr3t-Pa55'}@db.example.com/app`,
};

/** What looks similar and is public. */
const harmless = [
  'sha256:d73847bcd3c5fccef0115b372e2f9a91f3032dc84bbf71518a4617565294d313',
  'echo "d73847bcd3c5fccef0115b372e2f9a91f3032dc84bbf71518a4617565294d313  k3s" # sha256',
  'redis://vote:$(REDIS_PASSWORD)@redis.shop.svc.cluster.local:6379',
  'mysql://app:${PASSWORD}@db/app',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx7Kq2LmZ9aVb3NcR5tYw8UeJ1oPs6DfG4hXiK7MD me@host',
  'arn:aws:acm:eu-west-3:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef',
  'projects/my-project/locations/europe-west1/keyRings/shop/cryptoKeys/vault-unseal',
  'token_path = "/var/run/secrets/vault/token"',
  'password: ${DB_PASSWORD}',
  'PASSWORD=$(cat /run/secret)',
  'SECRET_KEY=\'{{ printf "%v" .Data.data.SECRET_KEY }}\'',
  'sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))',
  'HTTPCode_Target_5XX_Count',
  'AmazonSSMManagedInstanceCore',
  'app=SECRET_KEY,API_KEY',
  'checksum: d73847bcd3c5fccef0115b372e2f9a91',
];

const file = (name: string, text: string) => output({ files: { [`sys-production/${name}`]: text } });
const config = (text: string) => objects(object('ConfigMap', 'app', { data: { 'app.conf': text } }));

export const secretCases: readonly Case[] = [
  {
    rule: 'no-secret',
    good: [
      ...harmless.map(config),
      objects(pod('containers.0.env', [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }])),
      objects(pod('containers.0.env', [{ name: 'PASSWORD_FILE', value: '/run/secrets/password' }])),
      objects(pod('containers.0.env', [{ name: 'DATABASE_PASSWORD', value: '$(OTHER)' }])),
      resource('google_sql_user', { password: '${var.password}' }),
      file('stack.yml', 'services: { db: { environment: { POSTGRES_PASSWORD_FILE: /secrets/db/value } } }'),
      file('start.sh', '#!/bin/sh\nPASSWORD=$(cat /secrets/db/value)\n'),
    ],
    bad: [
      [objects(object('Secret', 'app')), /is a Secret/],
      ...Object.values(canaries).map((canary) => [config(`key ${canary}\n`), /data.app.conf holds/] as const),
      ...Object.values(canaries).map(
        (canary) => [resource('terraform_data', { input: canary }), /input holds/] as const,
      ),
      ...Object.values(canaries).map(
        (canary) => [objects(pod('containers.0.args', [`--key=${canary}`])), /args.0 holds/] as const,
      ),
      [objects(pod('containers.0.env', [{ name: 'DB_PASSWORD', value: 'hunter' }])), /variable DB_PASSWORD/],
      [objects(pod('containers.0.env', [{ name: 'APIKEY', value: 'abc' }])), /variable APIKEY/],
      [config('requirepass hunter2hunter2'), /where a secret belongs/],
      [config('db_password = "correct-horse-7"'), /where a secret belongs/],
      [objects(pod('containers.0.args', ['--token=horse-battery-9'])), /where a secret belongs/],
      [resource('google_sql_user', { password: 'hunter' }), /where a secret belongs/],
      [resource('aws_secretsmanager_secret_version', { secret_string: 'hunter' }), /where a secret belongs/],
      [output({ stacks: { s: { locals: { db_password: 'hunter' } } } }), /where a secret belongs/],
      ...Object.values(canaries).flatMap((canary) => [
        [
          file('stack.yml', `services: { web: { command: [${JSON.stringify(canary)}] } }\n`),
          /command.0 holds/,
        ] as const,
        [file('start.sh', `#!/bin/sh\nkey=${canary}\n`), /start.sh line.2 holds/] as const,
      ]),
      [
        file('stack.yml', 'services: { db: { environment: { POSTGRES_PASSWORD: hunter } } }'),
        /POSTGRES_PASSWORD holds/,
      ],
      [file('broken.yml', 'db_password: correct-horse-7\n{'), /broken.yml line.1 holds a value where a secret belongs/],
    ],
  },
  {
    rule: 'no-token',
    good: [config('${var.x} $(POD_NAME)')],
    bad: [
      [config('address = ${TfToken[TOKEN.12]}'), /unresolved token/],
      [config('${Token[TOKEN.3]}'), /unresolved token/],
      [file('stack.yml', 'image: ${TfToken[TOKEN.3]}'), /unresolved token/],
      [resource('terraform_data', { input: '${TfToken[TOKEN.7]}' }), /unresolved token/],
    ],
  },
];
