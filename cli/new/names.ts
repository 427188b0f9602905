/** However a name is written: `my-thing`, `myThing`, `MyThing`. */
export interface Spelling {
  readonly kebab: string;
  readonly camel: string;
  readonly pascal: string;
}

/** @param name in lower case, its words parted by dashes */
export function spelling(name: string): Spelling {
  const words = name.split('-').map(([first = '', ...rest]) => first.toUpperCase() + rest.join(''));
  const pascal = words.join('');
  return { kebab: name, pascal, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1) };
}

/** The text with another name in place of one, in every spelling. */
export function renamed(text: string, from: string, to: string): string {
  const [old, now] = [spelling(from), spelling(to)];
  return text.replaceAll(old.kebab, now.kebab).replaceAll(old.pascal, now.pascal).replaceAll(old.camel, now.camel);
}
