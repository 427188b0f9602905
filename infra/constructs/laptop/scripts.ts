/** A script of the steps that every laptop has, by its path below the repository's root. */
export function script(name: string): string {
  return `infra/constructs/laptop/scripts/${name}.sh`;
}
