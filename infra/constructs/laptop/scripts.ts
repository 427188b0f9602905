/** Where the scripts of the steps are, below the repository's root. */
export const SCRIPTS = 'infra/constructs/laptop/scripts';
