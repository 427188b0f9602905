import { type KubernetesObject, nameOf } from '../../model/objects';
import { builtInManifests, chartedEnvironments } from '../support/built-in';
import { Schemas } from '../support/schemas';

const schemas = new Schemas();

/** Of objects that differ between environments by their names alone, one. */
function differentlyMade(): Map<string, KubernetesObject> {
  const nameless = (environment: string, object: KubernetesObject) =>
    nameOf(object).replaceAll(environment, 'ENVIRONMENT');
  return new Map(
    chartedEnvironments().flatMap((environment) =>
      builtInManifests(environment).objects.map((object) => [nameless(environment, object), object] as const),
    ),
  );
}

test('a field that nobody knows is refused, at every place of every object', () => {
  // Maps, where any key is right.
  const maps =
    /\/(annotations|data|headers|limits|[a-zA-Z]*[lL]abels|nodeSelector|parameters|portLevelMtls|requests|selector)$/;
  const accepted = [...differentlyMade().values()].flatMap((object) => {
    const copy = structuredClone(object);
    const validate = schemas.validatorOf(copy);
    return places(copy).flatMap(([path, node]) => {
      if (maps.test(path)) return [];
      node.unheardOf = 1;
      const found = validate?.(copy) ?? [];
      delete node.unheardOf;
      return found.some((problem) => problem.endsWith('unheardOf')) ? [] : [`${nameOf(object)}${path}`];
    });
  });
  expect(accepted).toEqual([]);
});

/** Every object within an object, with its path. */
function places(node: object, path = ''): [string, Record<string, unknown>][] {
  const below = Object.entries(node)
    .filter((entry): entry is [string, object] => typeof entry[1] === 'object' && entry[1] !== null)
    .flatMap(([key, value]) => places(value, `${path}/${key}`));
  return Array.isArray(node) ? below : [[path, node as Record<string, unknown>], ...below];
}
