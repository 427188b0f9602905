import { type KubernetesObject, nameOf } from '../../model/objects';
import { builtInManifests, chartedEnvironments } from '../support/built-in';
import { Schemas } from '../support/schemas';
import { kindsOf } from '../support/schemas/custom';
import { declarations } from '../support/schemas/types';
import { shown, testEach } from '../support/shown';

/** Every object of every environment is what its API says: no unknown field, no wrong type, nothing left out. */

/** Kinds without a schema, each with the reason. One that nothing needs is an error. */
const withoutSchema: Readonly<Record<string, string>> = {};

const schemas = new Schemas();

const all = () => chartedEnvironments().flatMap((environment) => builtInManifests(environment).objects);
const kindOf = ({ apiVersion, kind }: KubernetesObject) => `${apiVersion} ${kind}`;

function problemsOf(object: KubernetesObject): string[] {
  const validate = schemas.validatorOf(object);
  return validate ? validate(object) : [`no schema of ${kindOf(object)}: generate its bindings with npm run import`];
}

/** A copy of some object of a kind, changed. */
function broken(kind: string, change: (object: KubernetesObject) => void): string[] {
  const object = structuredClone(all().find((candidate) => candidate.kind === kind));
  if (!object) throw new Error(`no ${kind} in any environment`);
  expect(problemsOf(object)).toEqual([]);
  change(object);
  return problemsOf(object);
}

describe('objects', () => {
  testEach(chartedEnvironments())('of %s obey their schemas', (environment) => {
    const here = builtInManifests(environment).objects;
    const known = here.filter((object) => !(kindOf(object) in withoutSchema));
    const wrong = known.flatMap((object) => problemsOf(object).map((problem) => `${nameOf(object)} ${problem}`));
    process.stdout.write(`${environment}: ${known.length}/${here.length} objects validated\n`);
    expect(wrong).toEqual([]);
  });

  test('without a schema exist only as named', () => {
    expect(Object.keys(withoutSchema).filter((kind) => !all().some((object) => kindOf(object) === kind))).toEqual([]);
  });
});

describe('what is refused', () => {
  type Refused = [string, string, (object: KubernetesObject) => void, string];
  const refused: Refused[] = [
    [
      'a wrong type',
      'Deployment',
      ({ spec }) => {
        spec.replicas = '2';
      },
      'data/spec/replicas must be number',
    ],
    [
      'half a replica',
      'Deployment',
      ({ spec }) => {
        spec.replicas = 1.5;
      },
      'data/spec/replicas must be integer',
    ],
    [
      'a missing field',
      'Deployment',
      ({ spec }) => {
        delete spec.selector;
      },
      "data/spec must have required property 'selector'",
    ],
    [
      'a value that is none of the known',
      'Deployment',
      ({ spec }) => {
        spec.template.spec.restartPolicy = 'Sometimes';
      },
      'data/spec/template/spec/restartPolicy must be equal to one of the allowed values: Always, Never, OnFailure',
    ],
    [
      'a quantity that is none',
      'StatefulSet',
      ({ spec }) => {
        spec.template.spec.containers[0].resources.limits.memory = '1 GB';
      },
      'data/spec/template/spec/containers/0/resources/limits/memory must match format "quantity"',
    ],
    [
      'a number where ConfigMaps hold text',
      'ConfigMap',
      ({ data }) => {
        data.port = 80;
      },
      'data/data/port must be string',
    ],
    [
      'a typing error in metadata',
      'Service',
      ({ metadata }) => {
        Object.assign(metadata, { label: {} });
      },
      'data/metadata must NOT have additional properties: label',
    ],
    [
      'a name in capitals',
      'Service',
      ({ metadata }) => {
        Object.assign(metadata, { name: 'Api' });
      },
      'data/metadata/name is no DNS name: Api',
    ],
    [
      'a label that is too long',
      'Service',
      ({ metadata }) => {
        Object.assign(metadata.labels ?? {}, { version: 'v'.repeat(64) });
      },
      `data/metadata/labels/version is no label value: ${'v'.repeat(64)}`,
    ],
    [
      'an unknown field of a custom object',
      'Certificate',
      ({ spec }) => {
        spec.isCa = true;
      },
      'data/spec must NOT have additional properties: isCa',
    ],
    [
      'a wrong type in a custom object',
      'Certificate',
      ({ spec }) => {
        spec.dnsNames = 'a.example.com';
      },
      'data/spec/dnsNames must be array',
    ],
    [
      'a missing field of a custom object',
      'Certificate',
      ({ spec }) => {
        delete spec.issuerRef;
      },
      "data/spec must have required property 'issuerRef'",
    ],
    [
      'a custom value that is none of the known',
      'Certificate',
      ({ spec }) => {
        spec.privateKey = { algorithm: 'DSA' };
      },
      'data/spec/privateKey/algorithm must be equal to one of the allowed values: RSA, ECDSA, Ed25519',
    ],
    [
      'a kind that nobody knows',
      'Service',
      (object) => {
        Object.assign(object, { kind: 'Servce' });
      },
      'no schema of v1 Servce: generate its bindings with npm run import',
    ],
    [
      'a version that is gone',
      'CronJob',
      (object) => {
        Object.assign(object, { apiVersion: 'batch/v1beta1' });
      },
      'no schema of batch/v1beta1 CronJob: generate its bindings with npm run import',
    ],
  ];
  const has = ([, kind]: Refused) => shown('custom objects') || all().some((object) => object.kind === kind);
  testEach(refused.filter(has))('%s', (_, kind, change, message) => expect(broken(kind, change)).toContain(message));

  test('types that the reader does not understand', () => {
    expect(() => declarations('export interface A {\n  a: Record<string, string>;\n}')).toThrow(
      'expected : at: string',
    );
    expect(() => declarations('export interface A {\n  a: () => void;\n}')).toThrow('no type that is understood: (');
    expect(() => declarations('export type A = string | { a: string };')).toThrow('a union of more than');
    expect(() => kindsOf('export interface A {\n  readonly isCa: boolean;\n}')).toThrow(
      'nothing converts A.isCa to JSON',
    );
  });
});
