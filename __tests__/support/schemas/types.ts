/**
 * Reads the types in generated TypeScript as JSON Schemas that know every field and accept no other.
 * Only what such files contain is understood; anything else is an error, never a type that accepts everything.
 */

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The types that a file declares, by name. */
export type Declarations = Readonly<Record<string, JsonSchema>>;

/** How a declared type's field is called in JSON. */
export type FieldName = (type: string, field: string) => string;

/** Reads interfaces, enums and aliases; a reference to a type is `{ $ref: name }`. */
export function declarations(source: string, jsonName: FieldName = (_, field) => field): Declarations {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, '');
  const found: Record<string, JsonSchema> = {};
  for (const { index, 0: head, 1: kind, 2: name = '' } of text.matchAll(DECLARATION)) {
    const reader = new Reader(text, index + head.length, (field) => jsonName(name, field));
    if (kind === 'enum') found[name] = reader.enumeration();
    else found[name] = kind === 'interface' ? reader.object() : reader.type();
  }
  return found;
}

const DECLARATION = /^export (?:declare )?(interface|enum|type) (\w+)(?: extends \w+)?(?: =)? /gm;
const PRIMITIVES = ['string', 'number', 'boolean'];
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[\w$]+|[^\s\w])/y;

class Reader {
  constructor(
    private readonly text: string,
    private position: number,
    private readonly jsonName: (field: string) => string,
  ) {}

  /** `{ "a"?: string; readonly b: number; }` or `{ [key: string]: string }` */
  object(): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    this.expect('{');
    while (!this.skip('}')) {
      if (this.skip('[')) return this.map();
      this.skip('readonly');
      const field = this.jsonName(unquoted(this.take()));
      if (!this.skip('?')) required.push(field);
      this.expect(':');
      properties[field] = this.type();
      this.skip(';');
    }
    return { type: 'object', properties, ...(required.length > 0 && { required }), additionalProperties: false };
  }

  /** `string | number`, `"a" | "b"`, `Other[]` */
  type(): JsonSchema {
    this.skip('|');
    const members = [this.member()];
    while (this.skip('|')) members.push(this.member());
    const [first = {}] = members;
    if (members.length === 1) return first;
    if (members.every((member) => 'enum' in member)) return { enum: members.flatMap((member) => member.enum) };
    const types = members.map(({ type }) => type);
    if (types.every((type) => PRIMITIVES.includes(String(type)))) return { type: types };
    throw new Error(`a union of more than literals or primitives, before:${this.rest()}`);
  }

  /** `{ A = "a", B = "b", }` */
  enumeration(): JsonSchema {
    const values: string[] = [];
    this.expect('{');
    while (!this.skip('}')) {
      this.take();
      this.expect('=');
      values.push(unquoted(this.take()));
      this.skip(',');
    }
    return { type: 'string', enum: values };
  }

  private map(): JsonSchema {
    for (const token of ['key', ':', 'string', ']', ':']) this.expect(token);
    const values = this.type();
    this.skip(';');
    this.expect('}');
    return { type: 'object', additionalProperties: values };
  }

  private member(): JsonSchema {
    let schema = this.single();
    while (this.skip('[')) {
      this.expect(']');
      schema = { type: 'array', items: schema };
    }
    return schema;
  }

  private single(): JsonSchema {
    if (this.peek() === '{') return this.object();
    const token = this.take();
    if (token.startsWith('"')) return { enum: [unquoted(token)] };
    if (token === 'any') return {};
    if (PRIMITIVES.includes(token)) return { type: token };
    if (token === 'Array' && this.skip('<')) {
      const items = this.type();
      this.expect('>');
      return { type: 'array', items };
    }
    if (/^[A-Z]\w*$/.test(token)) return { $ref: token };
    throw new Error(`no type that is understood: ${token}${this.rest()}`);
  }

  private peek(): string {
    const before = this.position;
    const token = this.take();
    this.position = before;
    return token;
  }

  private take(): string {
    TOKEN.lastIndex = this.position;
    const [, token] = TOKEN.exec(this.text) ?? [];
    if (token === undefined) throw new Error('the file ends within a type');
    this.position = TOKEN.lastIndex;
    return token;
  }

  private skip(token: string): boolean {
    if (this.peek() !== token) return false;
    this.take();
    return true;
  }

  private expect(token: string): void {
    const rest = this.rest();
    if (!this.skip(token)) throw new Error(`expected ${token} at: ${rest}`);
  }

  private rest(): string {
    return this.text.slice(this.position, this.position + 60);
  }
}

function unquoted(token: string): string {
  return token.startsWith('"') ? (JSON.parse(token) as string) : token;
}
