import * as google from '../../../config/google/names';
import * as facts from '../../../config/reactivite';
import { type Stack, synthesize } from '../../support/terraform';
import { all, cluster, data, database, gcp, only, part, production, synthesized } from './production';

describe('database', () => {
  const instance = (stack = data) => only(stack, 'google_sql_database_instance');

  test('has no public address and lets in connectors with certificates only', () => {
    expect(instance().settings).toMatchObject({
      ip_configuration: {
        ipv4_enabled: false,
        private_network: google.networkId(gcp, facts.names.network),
        ssl_mode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
      },
      connector_enforcement: 'REQUIRED',
    });
    expect(instance()).not.toHaveProperty('settings.ip_configuration.authorized_networks');
  });

  test('is sized and named by the config', () => {
    expect(instance()).toMatchObject({
      name: database.instance,
      database_version: 'MYSQL_8_4',
      settings: {
        tier: database.tier,
        edition: 'ENTERPRISE',
        availability_type: database.availability,
        disk_size: database.diskSizeGb,
        disk_autoresize_limit: database.diskSizeLimitGb,
      },
    });
    expect(only(data, 'google_sql_database').name).toBe(facts.DATABASE);
  });

  test('can be restored to any moment of the last week', () => {
    expect(instance()).toMatchObject({
      settings: {
        backup_configuration: {
          enabled: true,
          binary_log_enabled: true,
          transaction_log_retention_days: 7,
          backup_retention_settings: { retained_backups: database.retainedBackups },
        },
      },
    });
  });

  test('knows the API by its service account, without a password', () => {
    const { fastapi } = data.resource.google_service_account ?? {};
    expect(fastapi?.account_id).toBe(facts.accountId('fastapi'));
    // What MySQL makes of the account's address is the login that the charts use.
    expect(google.accountEmail(gcp, facts.accountId('fastapi')).split('@')[0]).toBe(facts.DATABASE_USER);
    expect(data.resource.google_sql_user).toEqual({
      mysql_fastapi: {
        instance: '${google_sql_database_instance.mysql.name}',
        name: '${google_service_account.fastapi.email}',
        type: 'CLOUD_IAM_SERVICE_ACCOUNT',
      },
    });
    expect(instance()).toMatchObject({
      settings: { database_flags: expect.arrayContaining([{ name: 'cloudsql_iam_authentication', value: 'on' }]) },
    });
    expect(JSON.stringify(synthesized.stacks)).not.toMatch(/"(root_)?password/);
  });

  test('may be MySQL in the cluster: then Terraform builds none', async () => {
    const target = production((config) => Object.assign(config, { database: { kind: 'in-cluster', storage: '2Gi' } }));
    const stack = part(await synthesize(target), 'data');
    expect(Object.keys(stack.resource).filter((type) => type.startsWith('google_sql'))).toEqual([]);
    expect(JSON.stringify(stack)).not.toContain('cloudsql');
  });
});

describe('keys', () => {
  const keyId = (name: string) => {
    const ring = only(data, 'google_kms_key_ring');
    const key = data.resource.google_kms_crypto_key?.[name];
    expect(key?.key_ring).toBe(`\${${ring.address}.id}`);
    return `projects/${gcp.projectId}/locations/${ring.location}/keyRings/${ring.name}/cryptoKeys/${key?.name}`;
  };

  test("encrypt the cluster's Secrets, with GKE's own account as the only user", () => {
    const { database_encryption } = only(cluster, 'google_container_cluster');
    expect(database_encryption).toEqual({ state: 'ENCRYPTED', key_name: keyId('gke_key') });
    expect(grants(data, 'gke_key')).toEqual([
      [
        'roles/cloudkms.cryptoKeyEncrypterDecrypter',
        'serviceAccount:service-${data.google_project.project.number}@container-engine-robot.iam.gserviceaccount.com',
      ],
    ]);
  });

  test('unseal Vault, which may use and see its own key alone', () => {
    expect(keyId('vault_key')).toBe(google.cryptoKeyId(gcp, gcp.keys.ring, facts.kms.vaultKey));
    expect(grants(data, 'vault_key')).toEqual([
      ['roles/cloudkms.cryptoKeyEncrypterDecrypter', '${google_service_account.vault.member}'],
      ['roles/cloudkms.viewer', '${google_service_account.vault.member}'],
    ]);
  });

  test('rotate every 90 days', () => {
    for (const { rotation_period } of all(data, 'google_kms_crypto_key')) expect(rotation_period).toBe('7776000s');
  });

  function grants(stack: Stack, key: string): unknown[] {
    return all(stack, 'google_kms_crypto_key_iam_member')
      .filter(({ crypto_key_id }) => crypto_key_id === `\${google_kms_crypto_key.${key}.id}`)
      .map(({ role, member }) => [role, member]);
  }
});
