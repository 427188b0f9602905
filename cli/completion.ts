import { InputError } from '../config/system';
import { suggest } from '../config/validate';
import { systems } from '../synthesis/systems';
import { type Command, command as defined, optionsOf } from './command';

const shells = { bash, zsh, fish };

/** What can be typed: options by the command, and what may stand behind it. */
interface Words {
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly systems: readonly string[];
}

/** Commands by what one types, each loaded when it is asked for. */
type Table = Readonly<Record<string, { readonly load: () => Promise<{ readonly command: Command }> }>>;

/** @param table all commands, this one among them */
export function completionOf(table: Table): Command {
  return defined({
    about: `Prints a script by which a shell completes commands, options and systems. Into your shell's start-up file:
  bash  eval "$(npx terrachart completion bash)"
  zsh   eval "$(npx terrachart completion zsh)"
  fish  npx terrachart completion fish | source`,
    options: {},
    words: 'bash|zsh|fish',
    run: async (_values, _say, [shell = '']) => {
      if (!Object.hasOwn(shells, shell)) {
        const message = `no shell that is known${suggest(shell, Object.keys(shells))}`;
        throw new InputError('Nothing to complete:', [{ path: shell || 'completion', message }]);
      }
      return { text: shells[shell as keyof typeof shells](await wordsOf(table)) };
    },
  });
}

async function wordsOf(table: Table): Promise<Words> {
  const options = new Map<string, readonly string[]>();
  for (const [name, { load }] of Object.entries(table)) {
    const { command } = await load();
    options.set(
      name,
      Object.keys(optionsOf(command)).map((option) => `--${option}`),
    );
  }
  return { options, systems: systems.map(({ name }) => name) };
}

const named = ({ options }: Words) => [...options];

function bash(words: Words): string {
  return `_terrachart() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${named(words)
  .map(([name, options]) => `    ${name}) words="${[...options, ...words.systems].join(' ')}" ;;`)
  .join('\n')}
    *) words="" ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${named(words)
    .map(([name]) => name)
    .join(' ')} --help"
  # shellcheck disable=SC2207
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _terrachart terrachart`;
}

/** zsh reads bash's. */
function zsh(words: Words): string {
  return `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(words)}`;
}

function fish(words: Words): string {
  const first = `complete -c terrachart -n __fish_use_subcommand -f -a "${named(words)
    .map(([name]) => name)
    .join(' ')}"`;
  const after = named(words).flatMap(([name, options]) => {
    const where = `complete -c terrachart -n "__fish_seen_subcommand_from ${name}"`;
    return [
      ...options.map((option) => `${where} -l ${option.replace('--', '')}`),
      ...(words.systems.length > 0 ? [`${where} -a "${words.systems.join(' ')}"`] : []),
    ];
  });
  return [first, ...after].join('\n');
}
