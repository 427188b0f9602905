import { at, type Block, list, type TerraformJson } from '../../model/blocks';
import { inRegion, projectOf } from '../../model/google';
import { type Resident, residents } from '../../model/residency';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { GOOGLE } from './places';

const projects: Rule = {
  id: 'residency-project',
  protects: 'Nobody makes anything elsewhere by hand, and what is logged is kept where the data is.',
  mend: 'Give each project AllowedLocations and a DefaultSink; let what computes elsewhere have a project of its own.',
  link: 'https://cloud.google.com/resource-manager/docs/organization-policy/defining-locations',
  check: (view) =>
    residents(view).flatMap((resident) =>
      [...byProject(resident, view)].flatMap((project) => problems(project, resident, view)),
    ),
};

/** The resources of a system in each of its projects. */
function byProject({ blocks, stacks }: Resident, view: View): Map<string, Block[]> {
  const found = new Map<string, Block[]>();
  for (const stack of stacks) {
    const own = at(view.output.stacks[stack], 'provider.google.project');
    if (own !== undefined) found.set(String(own), []);
  }
  for (const block of blocks) {
    if (block.mode === 'resource' && block.type.startsWith('google_')) found.get(projectOf(block, view))?.push(block);
  }
  return found;
}

function problems([project, blocks]: [string, Block[]], { residency }: Resident, view: View): Violation[] {
  const object = `${blocks[0]?.stack ?? project}/provider.google`;
  const name = `projects/${project}/policies/gcp.resourceLocations`;
  const policy = view.resources('google_org_policy_policy').find(({ body }) => body.name === name);
  const sink = blocks.find(({ type, body }) => type === 'google_logging_project_sink' && body.name === '_Default');
  const keeping = blocks.filter(({ type }) => type in GOOGLE && !(type in residency.elsewhere));
  const computing = blocks.filter(({ type }) => type in residency.elsewhere);
  const allowed = policy
    ? list(at(policy.body, 'spec.rules')).flatMap(({ values }) => list<string>(at(values, 'allowed_values')))
    : [];
  const abroad = allowed.filter((location) => !residency.locations.includes(location));
  const needed = computing.map(({ body }) => `in:${inRegion(String(body.location))}-locations`);
  return [
    ...(policy && allowed.length > 0
      ? []
      : [{ object, detail: `${project} has no policy that says where things may be (${name})` }]),
    ...(sink
      ? []
      : [
          {
            object,
            detail: `${project} logs into a bucket somewhere in the world: its sink _Default is left as it was`,
          },
        ]),
    ...(policy && abroad.length > 0 && keeping.length > 0
      ? [
          {
            object: policy.address,
            detail: `allows ${abroad.join(', ')} in a project that keeps data (${keeping[0]?.address})`,
          },
        ]
      : []),
    ...(policy
      ? abroad
          .filter((location) => !needed.includes(location))
          .map((location) => ({ object: policy.address, detail: `allows ${location}, where nothing stands` }))
      : []),
  ];
}

const states: Rule = {
  id: 'residency-state',
  protects: 'The state, which holds much of what it is about, is where the data is.',
  mend: 'Name a bucket there; look at one of Cloud Storage with StateBucketIn, since its name does not say where it is.',
  link: 'https://developer.hashicorp.com/terraform/language/state/sensitive-data',
  check: (view) =>
    residents(view).flatMap((resident) =>
      resident.stacks.flatMap((stack) =>
        state(view.output.stacks[stack] ?? {}, resident).map((detail) => ({ object: `${stack}/terraform`, detail })),
      ),
    ),
};

function state({ terraform }: TerraformJson, { residency, blocks }: Resident): string[] {
  const { google, aws } = residency.regions;
  const region = at(terraform, 'backend.s3.region');
  const bucket = at(terraform, 'backend.gcs.bucket');
  if (at(terraform, 'backend.s3') && !aws.includes(String(region)))
    return [`keeps its state in ${region ?? 'a region that is not said'}`];
  if (bucket === undefined) return [];
  const condition = `\${contains(${JSON.stringify(google)}, lower(self.location))}`;
  const looked = blocks.some(
    ({ mode, type, body }) =>
      mode === 'data' &&
      type === 'google_storage_bucket' &&
      body.name === bucket &&
      list(at(body, 'lifecycle.postcondition')).some((each) => each.condition === condition),
  );
  return looked ? [] : [`keeps its state in ${bucket}, and nothing makes sure where that is`];
}

export const projectResidency: readonly Rule[] = [projects, states];
