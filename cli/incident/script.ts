import type { Step } from '../../model/incident';

/** The steps as a script, for one who reads them first or gives them one by one. */
export function scriptOf(of: string, folder: string, steps: readonly Step[]): string {
  const head = [
    '#!/bin/sh',
    `# Incident in ${of}. Each command may be given again. One that fails keeps no other from its turn.`,
    `mkdir -p ${word(folder)}`,
    `export KUBECONFIG="$PWD/${folder}/kubeconfig"`,
  ];
  return [...head, ...steps.flatMap((step) => ['', `# ${step.does}`, lineOf(step, folder)])].join('\n');
}

function lineOf({ run, input, saves }: Step, folder: string): string {
  const kept = saves && word(`${folder}/${saves}`);
  const command = run.map(word).join(' ');
  // What an earlier call kept is nearer to what happened.
  const line = kept ? `[ -e ${kept} ] || ${command} >${kept}` : command;
  return input === undefined ? line : `${line} <<'EOF'\n${input.replace(/\n$/, '')}\nEOF`;
}

/** A word as a shell reads it. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
