import type { App } from 'cdktf';
import type { newSystem } from '../../../config/new-system';
import type { ConfigOf, Target } from '../../../config/system';
import { buildLaptop } from './laptop'; // only laptop
import { NetworkOnAws } from './on-aws'; // only aws
import { NetworkOnGoogle } from './on-google'; // only gcp

export function build(app: App, { config, ...target }: Target<ConfigOf<typeof newSystem, 'terraform'>>): void {
  if ('cluster' in config) buildLaptop(app, { ...target, config }); // only laptop
  if ('aws' in config) new NetworkOnAws(app, { ...target, config }); // only aws
  if ('gcp' in config) new NetworkOnGoogle(app, { ...target, config }); // only gcp
}
