import { App } from 'cdktf';
import type { Target } from '../config/system';

/** What `infra/systems/<system>/index.ts` exports. */
interface SystemModule {
  /** Adds the stacks of one environment to the app. */
  build(app: App, target: Target): void;
}

/**
 * Builds the Terraform stacks of every target that has some; the caller synthesizes the app.
 * A system is only loaded when it is wanted, so that none pays for another's providers.
 * @param outdir where `manifest.json` and `stacks/` go; its parent must exist
 */
export async function buildInfra(targets: readonly Target[], outdir: string): Promise<App> {
  // All that cdktf would otherwise take from cdktf.json or guess.
  const app = new App({
    outdir,
    stackTraces: false,
    hclOutput: false,
    skipValidation: false,
    skipBackendValidation: false,
    context: {},
  });
  for (const target of targets) {
    const { system, environment } = target;
    if (!system.terraform.includes(environment)) continue;
    const { build } = (await import(`./systems/${system.name}`)) as SystemModule;
    build(app, target);
  }
  return app;
}
