import type { App } from 'cdktf';
import type { OnAutopilotConfig } from '../../../config/caternet';
import type { Target } from '../../../config/system';

export function build(_app: App, _target: Target<OnAutopilotConfig>): void {}
