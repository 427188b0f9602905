import { type Case, object, objects } from './make';

const configMap = (file: string) => objects(object('ConfigMap', 'app', { data: { [file]: '' } }));

export const newRuleCases: readonly Case[] = [
  {
    rule: 'new-rule',
    good: [objects(object('ConfigMap', 'app')), configMap('app.conf'), configMap('backup.yaml')],
    bad: [
      [configMap('app.conf~'), /app\.conf~ is a copy/],
      [configMap('app.conf.bak'), /app\.conf\.bak is a copy/],
    ],
  },
];
