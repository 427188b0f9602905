import { z } from 'zod';

/** Value types of Proxmox VE and of the machines that run on it. */

/** An address of one machine. */
export const address = z.ipv4('an IPv4 address, e.g. 192.168.1.1');

export const bridge = z.string().regex(/^vmbr[0-9]{1,4}$/, 'a bridge of Proxmox, e.g. vmbr1');

export const machineId = z.int().min(100).max(999999999);

export const datastore = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]+$/, 'a storage of Proxmox, e.g. local-lvm');

export const login = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'a login in lower case, e.g. ops');

export const sshKey = z
  .string()
  .regex(/^(ssh-ed25519|ecdsa-sha2-nistp256|ssh-rsa) [A-Za-z0-9+/=]+( .*)?$/, 'a public SSH key');
