/** A darktable besides the installed one that the edits are proved on, and where Debian has it. */
export interface Release {
  /** Folder below the versions folder that holds its tree. */
  folder: string;
  /** Debian's suite for the tree, and where darktable itself comes from when that is another one. */
  suite: string;
  from?: string;
  /** What Debian had there when the proofs were written; the tree's own answer is what counts. */
  expected: string;
}

export const RELEASES: readonly Release[] = [
  { folder: 'trixie', suite: 'trixie', expected: '5.0.1' },
  { folder: 'backports', suite: 'trixie', from: 'trixie-backports', expected: '5.4.1' },
];

/**
 * The tests that prove pixels and formats on a real darktable, folders whole, so that a new proof takes part by being
 * there; arguments of `npm run test:versions -- ...` replace them.
 */
export const PROOFS: readonly string[] = [
  'packages/engine/test/proof/',
  'packages/mcp/test/promise',
  'packages/engine/test/raster-masks',
  'packages/engine/test/sidecar',
  'packages/engine/test/interchange/styles',
  'packages/engine/test/looks',
  'packages/engine/test/operations/propagate-state.test',
  'packages/renderer/test/answers/loaded-as-asked',
  'packages/vocabulary/test/pixels',
  'packages/darktable/test/real-darktable',
  'packages/renderer/test/real-darktable',
  'packages/renderer/test/warm',
  'packages/scene/test/darktable',
];

/**
 * What the automatic check runs on each further version, about five minutes each on two cores: of every kind of thing
 * that once differed between versions one file. The rest of PROOFS is for `npm run test:versions` by hand.
 */
export const LEAN_PROOFS: readonly string[] = [
  'packages/mcp/test/promise',
  'packages/engine/test/proof/drawn-forms',
  'packages/engine/test/proof/together',
  'packages/engine/test/proof/composed',
  'packages/engine/test/proof/scattered',
  'packages/engine/test/proof/spots',
  'packages/engine/test/sidecar',
  'packages/engine/test/interchange/styles',
  'packages/renderer/test/answers/loaded-as-asked',
  'packages/renderer/test/warm',
  'packages/vocabulary/test/pixels',
  'packages/darktable/test/real-darktable',
];

/** All that setting up the releases may take in the automatic check; two minutes each is usual. */
export const SETUP_MINUTES = 20;

export const MIRROR = 'http://deb.debian.org/debian';
