import { namespaces } from '../../../config/reactivite';
import { built, find, objects } from './monitoring';

describe('node-exporter', () => {
  const { spec } = find(objects, 'DaemonSet', 'node-exporter').spec.template;

  test('lives where Pod Security allows it, apart from everything else', () => {
    expect(find(objects, 'DaemonSet', 'node-exporter').metadata.namespace).toBe(namespaces.nodeAgents);
    expect(objects.filter(({ spec: own }) => own?.template?.spec?.hostNetwork)).toHaveLength(1);
  });

  test('sees the node, and can change nothing', () => {
    expect(spec).toMatchObject({ hostNetwork: true, hostPID: true, tolerations: [{ operator: 'Exists' }] });
    expect(spec.containers[0].volumeMounts).toEqual([
      { name: 'host', mountPath: '/host', readOnly: true, mountPropagation: 'HostToContainer' },
    ]);
    expect(spec.securityContext.runAsUser).toBe(65534);
  });

  test('starts where a node is a container, whose root is no shared mount', () => {
    const local = find(built.local.objects, 'DaemonSet', 'node-exporter').spec.template.spec;
    expect(local.containers[0].volumeMounts).toEqual([{ name: 'host', mountPath: '/host', readOnly: true }]);
  });
});
