import Ajv, { type ValidateFunction } from 'ajv';
import type { KubernetesObject } from '../../../model/objects';
import { type CoreKind, coreKind, objectMeta } from './core';
import { customKinds } from './custom';
import { metadataProblems } from './metadata';
import type { Declarations } from './types';

/** What an API server would refuse about an object, as far as that can be known without one. */
export type Validator = (object: KubernetesObject) => string[];

/** Finds the validator of each kind, and makes it once. */
export class Schemas {
  private readonly ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  private readonly validators = new Map<string, Validator | undefined>();
  private readonly custom = customKinds();

  /** @returns undefined for a kind that nobody knows: the caller must say so, not skip it */
  validatorOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): Validator | undefined {
    const key = `${apiVersion} ${kind}`;
    if (!this.validators.has(key)) this.validators.set(key, this.make(apiVersion, kind));
    return this.validators.get(key);
  }

  private make(apiVersion: string, kind: string): Validator | undefined {
    const core = coreKind(apiVersion, kind);
    if (core) return this.coreValidator(core);
    const custom = this.custom.find((candidate) => candidate.apiVersion === apiVersion && candidate.kind === kind);
    if (!custom) return undefined;
    const metadata = objectMeta();
    this.add(metadata.schemas);
    this.add({ ...custom.schemas, ApiObjectMetadata: { $ref: `/${metadata.name}` } }, apiVersion.replace('/', '-'));
    const matches = this.compiled(`${apiVersion.replace('/', '-')}/${custom.name}`);
    return ({ apiVersion: _, kind: __, ...rest }) => [...problems(matches, rest), ...metadataProblems(rest)];
  }

  private coreValidator({ name, schemas, problems: valueProblems }: CoreKind): Validator {
    this.add(schemas);
    const matches = this.compiled(name);
    return (object) => [
      ...new Set([...problems(matches, object), ...valueProblems(object), ...metadataProblems(object)]),
    ];
  }

  /** Types of one file of bindings share a namespace: two CRDs may both have a type of the same name. */
  private add(schemas: Declarations, namespace = ''): void {
    for (const [name, schema] of Object.entries(schemas)) {
      const id = `/${namespace && `${namespace}/`}${name}`;
      if (!this.ajv.getSchema(id)) this.ajv.addSchema({ ...schema, $id: id });
    }
  }

  private compiled(name: string): ValidateFunction {
    const validate = this.ajv.getSchema(`/${name}`);
    if (!validate) throw new Error(`no schema ${name}`);
    return validate;
  }
}

function problems(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const detail = params.additionalProperty ?? params.allowedValues?.join(', ');
    return `data${instancePath} ${message}${detail === undefined ? '' : `: ${detail}`}`;
  });
}
