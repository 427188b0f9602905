import { builtInStacks } from '../support/built-in';
import { reviewedStacks } from '../support/reviewed';

reviewedStacks('new-system');

test('nothing can be deleted by mistake, and no way in is open', () => {
  const { stacks } = builtInStacks('new-system');
  expect(Object.keys(stacks)).not.toEqual([]);
  for (const { resource } of Object.values(stacks)) {
    for (const network of Object.values(resource.google_compute_network ?? resource.aws_vpc ?? {})) {
      expect(network.lifecycle).toEqual({ prevent_destroy: true });
    }
    expect(resource).not.toHaveProperty('google_compute_firewall');
    expect(resource).not.toHaveProperty('aws_security_group');
  }
});
