import { BATCH } from './batch.ts';
import { repeated, timed, type Case, type Group } from './case.ts';
import { EVENT_LOOP } from './event-loop.ts';
import { FORMS, OF_THE_PICTURE, SIXTEEN, SNAPPED } from './masks.ts';
import { BOX, RENDERS } from './renders.ts';
import { ROOM } from './server-memory.ts';

const ROUNDS = 5;

/** A snap takes half a second or more: few of them must do. */
const FEW = { repeats: 2, warming: 1 };

const maskPreview = (
  spec: (step: number) => Record<string, unknown>,
  times?: Parameters<typeof repeated>[1],
): Case['measure'] =>
  repeated(
    ({ run, id }, step) => timed(() => run('preview_mask', { image_id: id, mask_spec: spec(step), size: BOX })),
    times,
  );

const apply: Case['measure'] = repeated(async ({ run, id: image_id }, step) => {
  const move = { image_id, primitive_name: 'exposure', value: 0.3, mask_spec: FORMS['ellipse']!(step) };
  const spent = await timed(() => run('apply_primitive', move));
  await run('undo', { image_id });
  return spent;
});

const MASKS: readonly Case[] = [
  ...Object.entries({ ...FORMS, ...OF_THE_PICTURE }).map(([form, spec]): Case => ({
    name: `preview_mask, one ${form}`,
    unit: 'ms',
    target: 40,
    nearSlowest: 80,
    rounds: ROUNDS,
    measure: maskPreview(spec),
  })),
  {
    name: 'preview_mask, compose of 16 forms',
    unit: 'ms',
    target: 40,
    nearSlowest: 80,
    rounds: ROUNDS,
    measure: maskPreview(SIXTEEN),
  },
  {
    name: 'preview_mask, one path snapped',
    unit: 'ms',
    target: 40,
    nearSlowest: 80,
    rounds: ROUNDS,
    measure: maskPreview(SNAPPED, FEW),
  },
  { name: 'masked apply_primitive, no render', unit: 'ms', target: 30, rounds: ROUNDS, measure: apply },
];

export const GROUPS: readonly Group[] = [
  ...RENDERS,
  { title: 'Masks, 6 megapixels', cases: MASKS },
  EVENT_LOOP,
  BATCH,
  ROOM,
];
