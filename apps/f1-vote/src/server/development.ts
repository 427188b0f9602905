import type { Plugin } from 'vite';

/** Under `npm run dev`, the WebSockets stand beside Vite's own. */
export function liveInDevelopment(): Plugin {
  return {
    name: 'vote-live',
    apply: 'serve',
    async configureServer(server) {
      const load = <Module>(path: string) => server.ssrLoadModule(path) as Promise<Module>;
      const { readSettings } = await load<typeof import('../lib/server/settings.ts')>('/src/lib/server/settings.ts');
      const { start } = await load<typeof import('../lib/server/running.ts')>('/src/lib/server/running.ts');
      const { Live } = await load<typeof import('./live.ts')>('/src/server/live.ts');
      const live = new Live(start(readSettings(process.env)));
      server.httpServer?.on('upgrade', (request, stream, head) => {
        if (request.headers['sec-websocket-protocol'] !== 'vite-hmr') live.upgrade(request, stream, head);
      });
    },
  };
}
