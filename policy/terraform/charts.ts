import type { Rule } from '../rule';
import { resourceRule } from './resource-rule';

/** Where versions are no longer to be had without paying, or nobody mends them. https://github.com/bitnami/charts/issues/35164, https://helm.sh/docs/faq/#how-do-i-use-the-stable-and-incubator-repositories */
const GONE = [
  /\bbitnami(charts|legacy|secure)?\b/i,
  /\bkubernetes-charts(-incubator)?\.storage\./,
  /\bcharts\.helm\.sh\b/,
];

const charts = resourceRule(
  {
    id: 'charts',
    protects: 'What a chart installs is what was tried, and somebody goes on mending it.',
    mend: 'Take the chart from its makers, by an entry of the catalogue (config/versions.ts) with an exact version; give it the names of Secrets.',
    link: 'https://helm.sh/docs/topics/chart_best_practices/dependencies/',
  },
  {
    helm_release: ({ chart, repository, version, set_sensitive }) => {
      const from = [repository, chart].filter((part) => part !== undefined).join(' ');
      return [
        ...(/^v?\d+\.\d+\.\d+([-+].+)?$/.test(String(version)) ? [] : [`has no exact version: ${version ?? 'any'}`]),
        ...(GONE.some((gone) => gone.test(from)) ? [`comes from where nobody mends it: ${from}`] : []),
        // Its makers call it hidden; the state has it.
        ...(set_sensitive === undefined ? [] : ['keeps set_sensitive in the state: name a Secret that is there']),
      ];
    },
  },
);

export const chartRules: readonly Rule[] = [charts];
