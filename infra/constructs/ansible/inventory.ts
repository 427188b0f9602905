import type { Construct } from 'constructs';
import { YamlFile } from '../local/yaml-file';

export type Variables = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A group of machines, as Ansible's inventories have it. */
export interface Group {
  /** Machines by name, each with what is true of it alone, such as `ansible_host`. */
  readonly hosts?: Readonly<Record<string, Variables>>;
  /** Groups whose machines are of this one as well, by name. */
  readonly children?: Readonly<Record<string, Group>>;
  /** What is true of each of its machines. A machine's own values come before it. */
  readonly vars?: Variables;
}

export interface InventoryProps {
  /** Whose playbook, `infra/systems/<system>/ansible/playbook.yml`, reads it. */
  readonly system: string;
  /** The group of all machines. */
  readonly all: Group;
}

/**
 * Ansible's inventory, beside the playbook that reads it: the machines, whose addresses only Terraform knows, and facts
 * of the config. Nothing in it is secret. `ansible.cfg` names it: `inventory = inventory.yaml`.
 * https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html
 */
export class Inventory extends YamlFile {
  constructor(scope: Construct, id: string, { system, all }: InventoryProps) {
    super(scope, id, {
      filename: `../../../infra/systems/${system}/ansible/inventory.yaml`,
      content: { all },
    });
  }
}
