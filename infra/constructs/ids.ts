/** A name of the config as an id of constructs, and so in the addresses of Terraform, which have no hyphens here. */
export function idOf(name: string): string {
  return name.replaceAll('-', '_');
}
