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

/** The tests that ask a real darktable; further arguments of `npm run test:versions -- ...` replace them. */
export const PROOFS: readonly string[] = [
  'packages/darktable/test/real-darktable',
  'packages/renderer',
  'packages/scene/test/darktable',
  'packages/engine',
];

export const MIRROR = 'http://deb.debian.org/debian';
