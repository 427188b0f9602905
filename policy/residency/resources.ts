import { at, type Block, list } from '../../model/blocks';
import { inRegion } from '../../model/google';
import { type Resident, residents } from '../../model/residency';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { violation } from '../terraform/resource-rule';
import { AWS, EMPTY, GOOGLE, LEADS, type Place, PROXMOX } from './places';

const resources: Rule = {
  id: 'residency',
  protects: 'Data of a system that demands a place for it is there: what keeps it, what encrypts it, and every copy.',
  mend: 'Take the region from the config of the system; what is only computed elsewhere is named in its `residency`.',
  link: 'https://cloud.google.com/storage/docs/locations',
  check: (view) =>
    residents(view).flatMap((resident) =>
      resident.blocks
        .filter(({ mode }) => mode === 'resource')
        .flatMap((block) => problems(block, resident, view).map((problem) => violation(block, problem))),
    ),
};

function problems(block: Block, resident: Resident, view: View): string[] {
  const { type, body } = block;
  const { residency } = resident;
  const { google, aws, proxmox = [] } = residency.regions;
  if (GOOGLE[type]) {
    const outside = GOOGLE[type](body, block, view).flatMap((place) => wrong(place, google, resident));
    return type in residency.elsewhere && outside.length > 0 ? kept(block) : outside;
  }
  if (AWS.includes(type)) return wrong(awsPlace(block, view), aws, resident);
  if (PROXMOX[type]) return PROXMOX[type](body, block, view).flatMap((place) => wrong(place, proxmox, resident));
  if (LEADS.includes(type)) return leads(block, resident, view);
  return EMPTY.some((empty) => empty.test(type))
    ? []
    : [`may keep data, for all that is known of ${type}: policy/residency/places.ts does not name it`];
}

function wrong({ argument, value }: Place, allowed: readonly string[], { system, residency }: Resident): string[] {
  const region = inRegion(String(value ?? '').toLowerCase());
  return allowed.includes(region)
    ? []
    : [`${argument} is ${value ?? 'not set'}: data of ${system} stays in ${residency.place} (${allowed.join(', ')})`];
}

function awsPlace({ stack, body }: Block, { output }: View): Place {
  return { argument: 'region', value: body.region ?? at(output.stacks[stack], 'provider.aws.region') };
}

/** What computes elsewhere has nothing to keep: no volume, and no secret. */
function kept({ body }: Block): string[] {
  const secrets = list(at(body, 'template.containers')).flatMap(({ env }) => list(env).filter((e) => e.value_source));
  return [
    ...(list(at(body, 'template.volumes')).length > 0 ? ['has volumes, and is elsewhere'] : []),
    ...(secrets.length > 0 ? ['reads secrets, and is elsewhere'] : []),
  ];
}

/** A log goes to a bucket that is where it should be; a message to whoever reads it, and nowhere else. */
function leads(block: Block, resident: Resident, view: View): string[] {
  const { type, body } = block;
  if (type === 'google_pubsub_subscription') {
    return ['push_config', 'bigquery_config', 'cloud_storage_config']
      .filter((way) => list(body[way]).length > 0)
      .map((way) => `sends messages somewhere by itself (${way}): nobody can tell here where that is`);
  }
  const destination = String(body.destination);
  const [, reference] = /^logging\.googleapis\.com\/(\$\{.*\})$/.exec(destination) ?? [];
  // The bucket is looked at where it is made.
  if (reference && view.source(block, reference)) return [];
  const [, location] = /^logging\.googleapis\.com\/projects\/[^/]+\/locations\/([^/]+)\//.exec(destination) ?? [];
  return wrong(
    { argument: 'destination', value: location ?? destination },
    resident.residency.regions.google,
    resident,
  );
}

export const resourceResidency: readonly Rule[] = [resources];
