/**
 * What a model pays for in bytes, as data. Every client sends description and input schema of every tool to the model before
 * the first word is said; an answer stays in its context to the end. Each budget leaves some room for a better sentence and
 * none for a second copy: what holds less than half of its budget fails too, so that doubling one is always seen.
 */
export interface Budget {
  /** Description and input schema, in bytes. */
  readonly told: number;
  /** Text of the answer to the contract's example, on one photo with the moves of the examples before; pictures aside. */
  readonly answer: number;
  /** Why it may take what it takes, where that is much. */
  readonly why?: string;
}

export const BUDGETS: Readonly<Record<string, Budget>> = {
  status: { told: 500, answer: 1080 },
  list_vocabulary: {
    told: 1350,
    answer: 2260,
    why: 'One word that photographers use: the primitive in full, the best look, others by name.',
  },
  list_masks: { told: 950, answer: 980 },
  ingest: { told: 1150, answer: 260 },
  list_photos: { told: 550, answer: 480 },
  read_context: { told: 1250, answer: 1100 },
  render_preview: { told: 2500, answer: 520, why: 'Positions are read from it: size, grid, region, outline, coords.' },
  preview_mask: {
    told: 4650,
    answer: 680,
    why: 'The mask language, which is said here and in apply_primitive and nowhere else.',
  },
  suggest_masks: { told: 2250, answer: 2160, why: 'Six kinds of candidates. The answer has four, each with its mask.' },
  show_mask: {
    told: 1550,
    answer: 3040,
    why: 'The answer has how to draw the mask by eye, a page of words that is told here alone.',
  },
  save_mask: { told: 1500, answer: 220 },
  detect: {
    told: 3750,
    answer: 920,
    why: 'What to ask for, what it costs and what of the answer to use; hints in four ways.',
  },
  apply_primitive: {
    told: 5200,
    answer: 320,
    why: 'The mask language again: who loads tools one by one finds it where edits are made.',
  },
  measure_edit: { told: 1450, answer: 520 },
  adjust_move: {
    told: 3900,
    answer: 340,
    why: 'Spots anew, as apply_spot takes them: the schema of one is half of it.',
  },
  apply_per_region: {
    told: 4650,
    answer: 1020,
    why: 'Regions, operations in them, and two ways to say their strength.',
  },
  apply_look: { told: 1800, answer: 1200 },
  adjust_look: { told: 1400, answer: 1200 },
  apply_spot: { told: 5150, answer: 420, why: 'Four kinds of repair, three shapes, or those of an answer of detect.' },
  apply_grey_card: {
    told: 2400,
    answer: 300,
    why: 'A place as it is pointed at, in two units, and what is done with the answer.',
  },
  get_state: { told: 550, answer: 3040, why: 'Eleven moves with their masks as they can be copied.' },
  log: { told: 1600, answer: 3180, why: 'Eight snapshots.' },
  diff: { told: 1050, answer: 4380, why: 'The moves of two states as data, and as lines.' },
  compare: { told: 1250, answer: 520 },
  undo: { told: 600, answer: 200 },
  redo: { told: 450, answer: 200 },
  propagate_state: {
    told: 3000,
    answer: 1740,
    why: 'What is carried, what stays behind and why. The answer is one photo with nine moves.',
  },
  tag: { told: 1200, answer: 260 },
  branch: { told: 1650, answer: 540 },
  checkout: { told: 950, answer: 240 },
  propose: { told: 3700, answer: 400, why: 'Pages and moves: two things to propose, each with its own arguments.' },
  answer_proposal: { told: 1400, answer: 240 },
  log_vocabulary_gap: { told: 1550, answer: 140 },
  list_vocabulary_gaps: { told: 900, answer: 520 },
  replay: { told: 1950, answer: 2620, why: 'Each step of a session, with why it was left out.' },
  import_style: { told: 1850, answer: 1200 },
  export_final: { told: 1650, answer: 280 },
  export_xmp: { told: 1450, answer: 240 },
  export_style: { told: 1600, answer: 2280, why: 'What a style of darktable cannot hold, one by one.' },
  remove_move: { told: 700, answer: 140 },
  gc: { told: 550, answer: 100 },
  doctor: { told: 900, answer: 100 },
};

/** All tools together: description and input schema, which the model reads, and the whole list, which goes over the wire. */
export const WHOLE = { told: 74000, listed: 176000 };

/** Answers that are typical and no example. `perItem` divides by the items of that list in the answer. */
export const TYPICAL: readonly {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly perItem?: string;
  readonly answer: number;
  readonly why: string;
}[] = [
  {
    tool: 'list_vocabulary',
    args: {},
    answer: 41070,
    why: 'Every primitive with ranges, words and example, every look by its words: the contract.',
  },
  {
    tool: 'list_vocabulary',
    args: { detail: 'names' },
    answer: 10140,
    why: 'An index: a hundred names with title and group.',
  },
  {
    tool: 'list_vocabulary',
    args: { query: 'shadows' },
    answer: 1420,
    why: 'One primitive in full, the others by name.',
  },
  {
    tool: 'list_vocabulary',
    args: { query: 'colour' },
    answer: 2390,
    why: 'Half of the vocabulary has to do with it: by name.',
  },
  { tool: 'list_vocabulary', args: { query: 'moodier sky' }, answer: 2620, why: 'Guesses, and a hint how to ask.' },
  { tool: 'list_vocabulary', args: { query: 'zebra' }, answer: 340, why: 'A hint alone.' },
  { tool: 'list_masks', args: {}, answer: 9410, why: 'Each named mask with when not to trust it.' },
  {
    tool: 'get_state',
    args: { image_id: 'iguana' },
    perItem: 'moves',
    answer: 210,
    why: 'A move with its mask as it can be copied.',
  },
  {
    tool: 'log',
    args: { image_id: 'iguana' },
    perItem: 'snapshots',
    answer: 390,
    why: 'Two ids of 40 digits, words and time.',
  },
  { tool: 'list_photos', args: {}, perItem: 'photos', answer: 230, why: 'Name, path, size and snapshot of a photo.' },
  {
    tool: 'detect',
    args: { image_id: 'iguana', kind: 'depth_band' },
    perItem: 'regions',
    answer: 1200,
    why: 'An outline to read, of 40 vertices: the picture shows it, and a mask uses the whole one.',
  },
  {
    tool: 'propagate_state',
    args: { source: 'iguana', targets: ['iguana-2'] },
    perItem: 'targets',
    answer: 2000,
    why: 'The report of one photo of up to 500: what was found anew, and what stayed behind.',
  },
];
