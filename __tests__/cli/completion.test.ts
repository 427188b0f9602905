import { spawnSync } from 'node:child_process';
import { commands } from '../../cli/commands';
import { completionOf } from '../../cli/completion';
import { InputError } from '../../config/system';
import { systems } from '../../synthesis/systems';

const names = Object.keys(commands);
const scriptOf = async (shell: string) => (await completionOf(commands).run({}, () => {}, [shell])).text ?? '';

/** What bash offers for the last of the words. */
async function offered(...words: string[]): Promise<string[]> {
  const call = `COMP_WORDS=(terrachart ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
    _terrachart; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', `${await scriptOf('bash')}\n${call}`], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.trim().split('\n').filter(Boolean);
}

test('bash completes commands, the options of each, and systems', async () => {
  expect(await offered('')).toEqual([...names, '--help']);
  expect(await offered('pol')).toEqual(['policy']);
  expect(await offered('policy', '--sa')).toEqual(['--sarif']);
  for (const { name } of systems) expect(await offered('up', name.slice(0, -1))).toContain(name);
});

test.each(['zsh', 'fish'])('%s is told of every command', async (shell) => {
  const script = await scriptOf(shell);
  for (const name of names) expect(script).toMatch(new RegExp(`\\b${name}\\b`));
});

test('another shell is refused', async () => {
  await expect(scriptOf('bahs')).rejects.toThrow(InputError);
  await expect(scriptOf('bahs')).rejects.toThrow('did you mean bash?');
});
