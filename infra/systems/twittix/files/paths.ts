/** Where the files of an environment stand below its folder, as far as others name them. */

export const INVENTORY = 'inventory.yml';
