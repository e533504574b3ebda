/** What one run of the demo found out: the report and the terminal are made from this and nothing else. */
export interface DemoRecord {
  photo: { name: string; width: number; height: number; baseline: string };
  versions: { chemigram: string; darktable: string };
  /** Pictures are file names beside the report. */
  before: string;
  after: string;
  steps: StepRecord[];
  /** What the history went through after the edits, in words, in order. */
  history: { did: string; found: string }[];
  files: { name: string; what: string }[];
  seconds: number;
}

export interface StepRecord {
  id: string;
  said: string;
  where: string;
  /** The call as it went over the wire. */
  call: { tool: string; arguments: object };
  before: string;
  after: string;
  overlay: string;
  /** The same two from near, when the mask is small. */
  closer?: { before: string; after: string; width: number; height: number } | undefined;
  asked: string;
  predicted: { coverage: number; agreement: number; strategy: string };
  measured: {
    inside: Change;
    outside: Change;
    edge_spill: number;
    verdict: string;
  };
  /** Against the generated scene's truth: overlap with the region meant, and the mean change of each region (0..255). */
  truth?: { meant: string; overlap: number; change: Record<string, number> };
  warnings: string[];
}

export interface Change {
  mean_change_ev?: number | undefined;
  mean_change: number;
  changed_fraction: number;
}
