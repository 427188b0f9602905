import { contains, isCidr } from '../../../config/ranges';
import type { Argument } from '../../../infra/constructs/argument';
import { replacing } from '../../../infra/constructs/replacing';
import { list } from '../../../model/blocks';
import type { Change, Difference } from '../compare';
import { begins } from '../values';
import type { Forecast } from './effect';

/** What Terraform reads for itself: a change of it changes no resource. */
const meta = new Set(['lifecycle', 'depends_on', 'provider', 'provisioner', 'connection']);

type Body = Readonly<Record<string, unknown>>;

export function terraformForecast({ verb, thing, before, after, differences }: Change): Forecast {
  if (!isResource(thing.kind, thing.name)) return { effect: 'no effect', how: 'on resources, by itself' };
  if (verb === 'added') return { effect: 'create' };
  // A block that is gone takes its prevent_destroy along: nothing in Terraform holds it any more.
  if (verb === 'removed') return { effect: 'delete' };
  if (verb === 'renamed') return { effect: 'replace', how: 'unless a moved block says that it is the same' };
  const changed = differences.filter(({ path }) => !meta.has(path[0] ?? ''));
  if (changed.length === 0) return { effect: 'no effect', how: 'on the resource: Terraform reads it for itself' };
  const known = replacing(thing.kind);
  if (!known)
    return { effect: 'unknown', how: `nobody wrote down what replaces a ${thing.kind}: see its terraform plan` };
  const forcing = changed.find((difference) => known.arguments.some((each) => forces(each, difference, after?.body)));
  if (!forcing) return { effect: 'update in place' };
  const how = `${forcing.path.join('.')} cannot change`;
  const { link } = known;
  if (preventsDestroy(after?.body as Body) || preventsDestroy(before?.body as Body)) {
    return {
      effect: 'refused by Terraform',
      how: `prevent_destroy stands in the way; it would be replaced: ${how}`,
      link,
    };
  }
  return { effect: 'replace', how, link };
}

function forces(argument: Argument, difference: Difference, body: unknown): boolean {
  const { path, when } = typeof argument === 'string' ? { path: argument, when: undefined } : argument;
  if (!begins(difference.path, path)) return false;
  if (when === undefined) return true;
  if (when === 'smaller') return isSmaller(difference);
  if (when === 'unset') return isSet(difference.before) && !isSet(difference.after);
  return (body as Body | undefined)?.[when] === true;
}

/** Of what is no number and no range, which only apply knows, the worse. */
function isSmaller({ before, after }: Difference): boolean {
  const [was, is] = [String(before), String(after)];
  if (isCidr(was) && isCidr(is)) return !contains(is, was);
  return !(Number(is) >= Number(was));
}

const isSet = (value: unknown) => value !== undefined && value !== false && value !== '';

export function preventsDestroy(body: Body | undefined): boolean {
  return list<Body>(body?.lifecycle)[0]?.prevent_destroy === true;
}

/** Whether a block is a resource, of all that a stack says. */
export function isResource(kind: string, name: string): boolean {
  return name.includes(`/${kind}.`) && kind.includes('_');
}
