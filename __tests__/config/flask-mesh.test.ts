import { type FlaskMeshConfig, flaskMesh, gatewayUrl, names } from '../../config/flask-mesh';
import { joinKeys, validate } from '../../config/validate';

const local = flaskMesh.environments.local.record;

describe('the config', () => {
  const problems = (change: (config: FlaskMeshConfig) => void) => {
    const config = structuredClone(flaskMesh.environments.local.record);
    change(config);
    return validate(flaskMesh.environments.local, config).map(({ keys, tell }) => `${joinKeys(keys)}: ${tell()}`);
  };

  test('refuses two services at one port of the machine', () => {
    expect(problems(({ cluster }) => Object.assign(cluster.ports, { https: 80 }))).toEqual([
      'cluster.ports.https: 80 - expected a port other than cluster.ports.http (80)',
    ]);
  });

  test("refuses the gateway's node ports, and numbers that are none", () => {
    expect(problems(({ flask }) => Object.assign(flask, { nodePort: 30080 }))).toEqual([
      'flask.nodePort: 30080 - expected one of cluster.nodePorts that the gateway leaves (30762)',
    ]);
    expect(problems(({ flask }) => Object.assign(flask, { nodePort: 8080 }))).toEqual([
      'flask.nodePort: 8080 - expected at least 30000',
    ]);
    expect(problems(({ cluster }) => Object.assign(cluster, { nodePorts: [30080, 30762] }))).toEqual([
      "cluster.nodePorts: [30080,30762] - expected node ports with those of the mesh's gateway among them (30080, 30443)",
    ]);
  });

  test('has one server and three workers, and names no cloud', () => {
    expect(local.cluster.workerCount).toBe(3);
    expect(names.flask).toBe('flask-app');
    expect(gatewayUrl(local)).toBe('http://flask-mesh.localhost:30080');
  });
});
