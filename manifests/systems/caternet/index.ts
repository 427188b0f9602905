import type { App } from 'cdk8s';
import type { CaternetConfig } from '../../../config/caternet';
import type { Target } from '../../../config/system';

/** Wires the charts: each gets the objects that it talks to. */
export function build(_app: App, _target: Target<CaternetConfig>): void {}
