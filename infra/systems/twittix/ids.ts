/** A service's name as an id of constructs, and so in the addresses of Terraform, which have no hyphens here. */
export function idOf(service: string): string {
  return service.replaceAll('-', '_');
}
