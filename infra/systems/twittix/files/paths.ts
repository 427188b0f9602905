/** Where the files of an environment stand below its folder, as far as others name them. */

export const INVENTORY = 'inventory.yml';
export const RIGHTS_FILE = 'rights.sql';
/** Folder that the gateway's container mounts. */
export const GATEWAY_FOLDER = 'gateway';
