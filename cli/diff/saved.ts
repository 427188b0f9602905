import { report } from './finding';
import { chartsIn, stacksIn, type Texts } from './kept';
import { textOf } from './report/text';
import type { Side } from './side';
import { thingsIn } from './thing';

/** What applying a save does, as `npm run diff` says it; files that are as they were are not read. */
export function forecastOf(before: readonly Texts[], after: readonly Texts[], environments: readonly string[]): string {
  const side = (name: string, texts: readonly Texts[], others: readonly Texts[]): Side => {
    const [infra = {}, manifests = {}] = texts.map((all, i) => changedIn(all, others[i] ?? {}));
    const things = [...stacksIn(infra, environments), ...chartsIn(manifests)].flatMap(thingsIn);
    return { name, things, records: {}, notes: [] };
  };
  return textOf(report(side('the last synth', before, after), side('this one', after, before)), false);
}

function changedIn(texts: Texts, others: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([file, text]) => others[file] !== text));
}
