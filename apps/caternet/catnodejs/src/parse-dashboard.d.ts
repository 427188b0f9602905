/** What is used of the package, which declares no types. */
declare module 'parse-dashboard' {
  interface Config {
    apps: { appId: string; appName: string; serverURL: string; masterKey: string }[];
    users: { user: string; pass: string }[];
  }
  const ParseDashboard: new (
    config: Config,
    options: { allowInsecureHTTP: boolean },
  ) => import('express').RequestHandler;
  // biome-ignore lint/style/noDefaultExport: the package has no other.
  export default ParseDashboard;
}
