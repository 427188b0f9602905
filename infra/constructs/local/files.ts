/**
 * The repository's root as Terraform sees it. Stacks are applied in `cdktf.out/stacks/<stack>` of any checkout, and output
 * holds no absolute path.
 */
export const ROOT = '${path.module}/../../..';

/** Expression for the checksum of a file, given by its path below the root; `missing` where there is none. */
export function fileChecksum(file: string): string {
  return `\${try(filesha256("${ROOT}/${file}"), "missing")}`;
}

/**
 * Expression for the checksum of the files in a folder, names included. Terraform computes it at every plan: what a file
 * holds is not known at synth.
 * @param pattern as Terraform's `fileset` takes it, e.g. `**`
 */
export function folderChecksum(folder: string, pattern: string): string {
  const files = `fileset("${ROOT}/${folder}", "${pattern}")`;
  // What tools leave behind beside the sources: __pycache__, .venv, node_modules.
  const made = 'length(regexall("(^|/)(__pycache__|node_modules|build|[.][^/]+)/", file)) > 0';
  const line = `"\${filesha256("${ROOT}/${folder}/\${file}")} \${file}"`;
  return `\${sha256(join("\\n", [for file in ${files} : ${line} if !(${made})]))}`;
}
