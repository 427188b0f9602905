import type { Residency } from '../config/system';
import type { TerraformJson } from './blocks';
import type { Expectation } from './expectations';
import type { KubernetesObject } from './objects';
import { View } from './view';

/** The three kinds of output, each with a folder of its own. */
export type Half = 'terraform' | 'kubernetes' | 'files';

/** One generated file, in memory. */
export interface Part {
  readonly system: string;
  readonly environment: string;
  /** The stack, the chart, or the file: what the summary of a synth calls it. */
  readonly name: string;
  /** Where it belongs below the folder of its half, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** A stack of Terraform. */
export interface StackPart extends Part {
  readonly json: TerraformJson;
  /** Names of the stacks that are deployed before this one. */
  readonly after: readonly string[];
  /** What it needs and cannot make. @default nothing */
  readonly expectations?: readonly Expectation[];
}

/** A chart, with its objects in the order in which they are applied. */
export interface ChartPart extends Part {
  readonly objects: readonly KubernetesObject[];
  readonly expectations: readonly Expectation[];
}

export interface Parts {
  readonly terraform: readonly StackPart[];
  readonly kubernetes: readonly ChartPart[];
  readonly files: readonly Part[];
}

/** An object or a block that is not as it was made. */
export interface Patched {
  readonly system: string;
  readonly environment: string;
  /** `Kind/namespace/name` or `stack/type.name`. */
  readonly target: string;
}

/** Everything that one synth makes: no more than data, so that whoever looks at it sees what users will apply. */
export class Synthesis {
  private readonly views = new Map<string, View>();

  /**
   * @param index cdktf's list of the stacks, by which its command line finds them; without the Terraform half there is none
   * @param residency where the data of a system must be, by system
   * @param patched what the configuration changed of it afterwards
   */
  constructor(
    readonly parts: Parts,
    readonly index?: string,
    readonly residency?: Readonly<Record<string, Residency>>,
    readonly patched: readonly Patched[] = [],
  ) {}

  /** Environments that a part is of, in the order in which they were made. */
  get environments(): readonly string[] {
    const all: readonly Part[] = Object.values(this.parts).flat();
    return [...new Set(all.map(({ environment }) => environment))];
  }

  /** The objects of one environment, beside the stacks and files of all of them, to look things up in. */
  view(environment: string): View {
    const known = this.views.get(environment);
    if (known) return known;
    const charts = this.parts.kubernetes.filter((chart) => chart.environment === environment);
    const view = new View({
      environment,
      objects: charts.flatMap(({ objects }) => objects),
      expectations: once([...charts, ...this.parts.terraform].flatMap(({ expectations = [] }) => expectations)),
      stacks: Object.fromEntries(this.parts.terraform.map(({ name, json }) => [name, json])),
      files: Object.fromEntries(this.parts.files.map(({ path, text }) => [path, text])),
      residency: this.residency,
    });
    this.views.set(environment, view);
    return view;
  }
}

/** What several parts expect alike is expected once. */
function once(expectations: readonly Expectation[]): Expectation[] {
  return [...new Map(expectations.map((one) => [JSON.stringify(one), one])).values()];
}
