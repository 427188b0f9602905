/** A step that decides about targets or series, or writes a label; https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config */
export interface Relabeling {
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
  readonly action?: 'keep' | 'drop';
}

/** Keeps what matches; the values of several labels are joined by a semicolon. */
export function keep(regex: string, ...source_labels: string[]): Relabeling {
  return { source_labels, regex, action: 'keep' };
}

/** Drops what matches. */
export function drop(regex: string, ...source_labels: string[]): Relabeling {
  return { source_labels, regex, action: 'drop' };
}

/** Copies a label unless it is empty. */
export function copy(source: string, target_label: string): Relabeling {
  return { source_labels: [source], regex: '(.+)', target_label };
}
