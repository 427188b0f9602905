/** What is used of packages that declare no types. */

declare module 'parse-dashboard' {
  interface Config {
    apps: { appId: string; appName: string; serverURL: string; masterKey: string }[];
    users: { user: string; pass: string }[];
  }
  interface Options {
    allowInsecureHTTP: boolean;
    cookieSessionStore: import('express-session').Store;
  }
  const ParseDashboard: new (config: Config, options: Options) => import('express').RequestHandler;
  // biome-ignore lint/style/noDefaultExport: the package has no other.
  export default ParseDashboard;
}

declare module 'express-session' {
  type Done = (error: unknown, session?: unknown) => void;
  export abstract class Store {
    abstract get(id: string, done: Done): void;
    abstract set(id: string, session: unknown, done: Done): void;
    abstract destroy(id: string, done: Done): void;
  }
}
