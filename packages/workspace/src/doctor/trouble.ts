/** One thing that is wrong with a photo's folder. */
export interface Trouble {
  readonly kind: 'place' | 'photo' | 'head' | 'ref' | 'object' | 'pack' | 'working_files' | 'git_lock';
  /** File or name, from the photo's folder. */
  readonly where: string;
  /** What is wrong. */
  readonly what: string;
  /** What a repair does about it; null where nothing can be done from what is there. */
  readonly remedy: string | null;
}
