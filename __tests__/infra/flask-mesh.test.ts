import { istio } from '../../config/flask-mesh';
import { releases } from '../../config/versions';
import { builtInStacks } from '../support/built-in';
import { reviewedStacks } from '../support/reviewed';
import type { Block, Stack } from '../support/terraform';

const STACK = 'flask-mesh-local';

const synthesized = builtInStacks('flask-mesh');
const stack = synthesized.stacks[STACK] as Stack;
const resources = stack.resource.terraform_data as Record<string, Block>;

const variables = (block: Block | undefined) => {
  const [provisioner] = (block?.provisioner ?? []) as { 'local-exec': { environment: Record<string, string> } }[];
  return provisioner?.['local-exec'].environment ?? {};
};

reviewedStacks('flask-mesh');

describe('the stack', () => {
  test("is the system's only one", () => {
    expect(Object.keys(synthesized.stacks)).toEqual([STACK]);
  });

  test('has the mesh between the guarded namespaces and the app', () => {
    expect(resources.istio?.depends_on).toEqual(['terraform_data.namespaces']);
    expect(resources.app_image?.depends_on).toEqual(['terraform_data.istio']);
    expect(variables(resources.preflight).TOOLS).toMatch(
      new RegExp(`^istioctl\\|${istio.version}\\|istioctl version --remote=false\\|curl -L `),
    );
    expect(variables(resources.removal).PART_REMOVALS).toBe('${self.input.PART_REMOVALS}');
    expect(resources.removal?.input).toHaveProperty(
      'PART_REMOVALS',
      'infra/systems/flask-mesh/scripts/istio-remove.sh',
    );
  });

  test('installs the pinned Istio, with its CNI plugin where K3s looks for it', () => {
    expect(JSON.stringify(resources.istio?.triggers_replace)).toContain(istio.version);
    const { ISTIO_OPERATOR: operator = '' } = (stack.locals?.istio_settings ?? {}) as Record<string, string>;
    expect(JSON.parse(operator)).toMatchObject({
      kind: 'IstioOperator',
      spec: {
        tag: istio.version,
        components: { cni: { enabled: true, namespace: 'kube-system' } },
        // https://github.com/istio/istio/blob/master/manifests/helm-profiles/platform-k3s.yaml: data/cni, which K3s reads
        // since 1.31.7; the platform k3d has /bin.
        values: { global: { platform: 'k3s' } },
      },
    });
    const [, minor = 0, patch = 0] = /^v1\.(\d+)\.(\d+)\+/.exec(releases.k3s.version)?.map(Number) ?? [];
    expect(minor * 100 + patch).toBeGreaterThanOrEqual(3107);
  });
});
