import { type Block, type Synthesized, synthesize } from '../../support/terraform';
import { all, type Config, only, part, production, synthesized } from './production';

describe('deletion', () => {
  const protections = (stacks: Synthesized) => ({
    terraform: only(part(stacks, 'data'), 'google_sql_database_instance').deletion_protection,
    api: only(part(stacks, 'data'), 'google_sql_database_instance').settings,
    keys: all(part(stacks, 'data'), 'google_kms_crypto_key').map(({ lifecycle }) => lifecycle),
    cluster: only(part(stacks, 'cluster'), 'google_container_cluster').deletion_protection,
  });

  test('is refused for the database, the keys and the cluster', () => {
    expect(protections(synthesized)).toMatchObject({
      terraform: true,
      api: { deletion_protection_enabled: true },
      keys: [{ prevent_destroy: true }, { prevent_destroy: true }],
      cluster: true,
    });
  });

  test('is allowed where the config allows it', async () => {
    const target = production((config) => {
      config.database.deletionProtection = false;
      config.gcp.keys.deletionProtection = false;
      config.gcp.cluster.deletionProtection = false;
    });
    expect(protections(await synthesize(target))).toMatchObject({
      terraform: false,
      api: { deletion_protection_enabled: false },
      keys: [{ prevent_destroy: false }, { prevent_destroy: false }],
      cluster: false,
    });
  });

  const database = ['google_sql_database_instance.mysql', 'google_sql_database.mysql_database'];
  const keys = ['google_kms_crypto_key.gke_key', 'google_kms_crypto_key.vault_key'];
  const registryAndCluster = ['google_artifact_registry_repository.images', 'google_container_cluster.cluster'];
  const vpc = ['google_compute_network.vpc'];

  test.each<[string, (config: Config) => void, string[]]>([
    ['nothing is lifted', () => {}, [...database, ...keys, ...registryAndCluster, ...vpc]],
    // The instance would have refused, but only after its database had gone.
    [
      'only the keys are lifted',
      ({ gcp }) => Object.assign(gcp.keys, { deletionProtection: false }),
      [...database, ...registryAndCluster, ...vpc],
    ],
    [
      'only the database is lifted',
      ({ database }) => Object.assign(database, { deletionProtection: false }),
      [...keys, ...registryAndCluster, ...vpc],
    ],
    [
      'only the cluster is lifted',
      ({ gcp }) => Object.assign(gcp.cluster, { deletionProtection: false }),
      [...database, ...keys, ...vpc],
    ],
    [
      'cluster and database are lifted',
      ({ gcp, database }) => {
        gcp.cluster.deletionProtection = false;
        database.deletionProtection = false;
      },
      keys,
    ],
  ])('is refused at plan for what holds data, and nothing else: %s', async (_, change, refused) => {
    const { stacks } = await synthesize(production(change));
    const found = Object.values(stacks).flatMap(({ resource }) =>
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named)
          .filter(([, { lifecycle }]) => (lifecycle as Block | undefined)?.prevent_destroy === true)
          .map(([name]) => `${type}.${name}`),
      ),
    );
    expect(found.sort()).toEqual([...refused].sort());
  });
});
