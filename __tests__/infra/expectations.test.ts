import type { App } from 'cdktf';
import { readOptions } from '../../cli/options';
import { summary } from '../../cli/report';
import type { Target } from '../../config/system';
import { SystemStack } from '../../infra/constructs/stack';
import { buildInfra } from '../../infra/main';
import { Synthesis } from '../../model/synthesis';
import { noOverrides } from '../support/no-overrides';
import { shop, system } from '../support/shop';

/** A stack that needs what it cannot make. */
class Needy extends SystemStack {
  constructor(app: App, target: Target) {
    super(app, target, { part: 'data' });
    this.expect('secret mail', 'printf ... | gcloud secrets versions add mail');
    this.publish('nothing', 'There is nothing else.', 'nothing');
  }
}

const target: Target = { system, environment: 'production', halves: ['terraform'], config: shop, placeholders: [] };

function report(build: (app: App, target: Target) => void): string {
  const { stacks, index } = buildInfra([{ target, module: { build } }]);
  const synthesis = new Synthesis({ terraform: stacks, kubernetes: [], files: [] }, index);
  const options = readOptions(['--config', noOverrides, '--env', 'local'], {});
  return summary({ options, synthesis, published: [], targets: [target], warnings: [], seconds: 0 });
}

test('what a stack needs and cannot make is listed, whichever environment has its charts made', () => {
  expect(report((app, of) => new Needy(app, of))).toContain(
    [
      'Expected before cdktf deploy:',
      '  shop-production-data: secret mail  printf ... | gcloud secrets versions add mail',
    ].join('\n'),
  );
});

test('a stack that needs nothing is not listed', () => {
  class Content extends SystemStack {
    constructor(app: App, of: Target) {
      super(app, of, { part: 'data' });
      this.publish('nothing', 'There is nothing.', 'nothing');
    }
  }
  expect(report((app, of) => new Content(app, of))).not.toContain('Expected before cdktf deploy');
});
