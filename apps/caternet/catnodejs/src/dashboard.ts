import { createServer, type Server } from 'node:http';
import express from 'express';
import ParseDashboard from 'parse-dashboard';
import { Sessions } from './sessions.ts';
import type { Settings } from './settings.ts';

/**
 * The dashboard, with a login. It only answers at this pod's own address: whoever may forward the pod's ports reaches it at
 * their own, and with it the API, which their browser asks with the master key.
 */
export function startDashboard({ appId, masterKey, dashboard, serverUrl, ports }: Settings): Server {
  const app = express().use(
    new ParseDashboard(
      { apps: [{ appId, appName: 'caternet', serverURL: serverUrl, masterKey }], users: [dashboard] },
      { allowInsecureHTTP: false, cookieSessionStore: new Sessions() },
    ),
  );
  return createServer(app).listen(ports.dashboard);
}
