/** How a bucket says that everybody may read its objects: nobody makes one public by a slip. */
export const PUBLIC_BUCKET = {
  label: 'readable-by',
  value: 'everybody',
  /** Reads an object, and lists none; https://docs.cloud.google.com/storage/docs/access-control/iam-roles#legacy-roles */
  role: 'roles/storage.legacyObjectReader',
} as const;
