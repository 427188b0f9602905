import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { OnSwarmConfig } from '../../../../config/twittix';
import { inventory, sshConfig } from '../inventory';
import { composeFile } from './compose';
import { gateway, gatewayConfig } from './gateway';
import { migrations, publicPaths, smokeStack } from './once';
import { GATEWAY_FOLDER, INVENTORY, RIGHTS_FILE } from './paths';
import { rightsScript } from './rights';
import { stack } from './stack';

/** What Ansible takes to the machines, and what it goes by itself. */
export function swarmFiles(config: OnSwarmConfig): Record<string, string> {
  const rights = rightsScript(config.services);
  return {
    'stack.yml': composeFile(stack(config, rights)),
    [RIGHTS_FILE]: rights,
    [`${GATEWAY_FOLDER}/default.conf`]: gatewayConfig(config),
    'once.sh': script('once.sh'),
    'smoke.sh': script('smoke.sh'),
    'smoke.yml': composeFile(smokeStack(config)),
    'smoke.env': variables({ GATEWAY: entrance(config), PATHS: publicPaths(config, 'health').join() }),
    'migrate.sh': script('migrate.sh'),
    ...migrations(config),
    'load.sh': script('load.sh'),
    'load.env': variables(loadVariables(config)),
    [INVENTORY]: inventory(config, gateway),
    ssh_config: sshConfig(config),
  };
}

function loadVariables(config: OnSwarmConfig): Record<string, string | number> {
  const { image, seconds, connections, p99Ms } = config.load;
  return {
    LOAD_IMAGE: image,
    GATEWAY: entrance(config),
    // All the way to database and store.
    PATHS: publicPaths(config, 'ready').join(),
    SECONDS_EACH: seconds,
    CONNECTIONS: connections,
    P99_MS: p99Ms,
  };
}

/** Where the gateway answers on the manager. */
const entrance = ({ tunnelPort }: OnSwarmConfig) => `http://127.0.0.1:${tunnelPort}`;

/** For a shell and for Docker, which takes quotes for a part of the value: the config lets nothing through that needs them. */
function variables(values: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(values).map(([name, value]) => {
    if (!/^[\w.,:/@-]*$/.test(String(value))) throw new Error(`${name}: ${value} cannot stand there without quotes`);
    return `${name}=${value}\n`;
  });
  return lines.join('');
}

const script = (name: string) => readFileSync(path.join(__dirname, name), 'utf8');
