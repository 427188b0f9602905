/** Something that the output needs and cannot create itself; the summary of a synth lists it. */
export interface Expectation {
  readonly kind: 'secret' | 'image' | 'cluster' | 'cloud';
  /**
   * `namespace/name` of a Secret, `repository:tag` of an image, e.g. `cert-manager v1.21.1` for the cluster,
   * or an object of it that somebody else makes, `ClusterIssuer/internal`,
   * `<stack>: what` for the cloud.
   */
  readonly name: string;
  /** Who provides it, or the command that does. */
  readonly from: string;
}
