import type { z } from 'zod';
import type { Call, OperationContract, Outcome } from '../contract.ts';
import { adjustLook } from './adjust-look.ts';
import { adjustMove } from './adjust-move.ts';
import { answerProposal } from './answer-proposal.ts';
import { applyGreyCard } from './apply-grey-card.ts';
import { applyLook } from './apply-look.ts';
import { applyPerRegion } from './apply-per-region.ts';
import { applyPrimitive } from './apply-primitive.ts';
import { applySpot } from './apply-spot.ts';
import { branch } from './branch.ts';
import { checkout } from './checkout.ts';
import { compare } from './compare.ts';
import { detect } from './detect.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { exportFinal } from './export-final.ts';
import { exportStyle } from './export-style.ts';
import { exportXmp } from './export-xmp.ts';
import { gc } from './gc.ts';
import { getState } from './get-state.ts';
import { importStyle } from './import-style.ts';
import { ingest } from './ingest.ts';
import { listMasks } from './list-masks.ts';
import { listPhotos } from './list-photos.ts';
import { listVocabularyGaps } from './list-vocabulary-gaps.ts';
import { listVocabulary } from './list-vocabulary.ts';
import { logVocabularyGap } from './log-vocabulary-gap.ts';
import { log } from './log.ts';
import { measureEdit } from './measure-edit.ts';
import { previewMask } from './preview-mask.ts';
import { propagateState } from './propagate-state.ts';
import { propose } from './propose.ts';
import { readContext } from './read-context.ts';
import { redo } from './redo.ts';
import { removeMove } from './remove-move.ts';
import { renderPreview } from './render-preview.ts';
import { replay } from './replay.ts';
import { saveMask } from './save-mask.ts';
import { showMask } from './show-mask.ts';
import { status } from './status.ts';
import { suggestMasks } from './suggest-masks.ts';
import { tag } from './tag.ts';
import { undo } from './undo.ts';

/**
 * Every operation, by name. The order is that of a session, and the examples run in it, one after the other, on one
 * photo: what one leaves behind is there for the next.
 */
export const CONTRACTS = {
  status,
  list_vocabulary: listVocabulary,
  list_masks: listMasks,
  ingest,
  list_photos: listPhotos,
  read_context: readContext,
  render_preview: renderPreview,
  preview_mask: previewMask,
  suggest_masks: suggestMasks,
  show_mask: showMask,
  save_mask: saveMask,
  detect,
  apply_primitive: applyPrimitive,
  measure_edit: measureEdit,
  adjust_move: adjustMove,
  apply_per_region: applyPerRegion,
  apply_look: applyLook,
  adjust_look: adjustLook,
  apply_spot: applySpot,
  apply_grey_card: applyGreyCard,
  get_state: getState,
  log,
  diff,
  compare,
  undo,
  redo,
  propagate_state: propagateState,
  tag,
  branch,
  checkout,
  propose,
  answer_proposal: answerProposal,
  log_vocabulary_gap: logVocabularyGap,
  list_vocabulary_gaps: listVocabularyGaps,
  replay,
  import_style: importStyle,
  export_final: exportFinal,
  export_xmp: exportXmp,
  export_style: exportStyle,
  remove_move: removeMove,
  gc,
  doctor,
} as const satisfies Readonly<Record<string, OperationContract>>;

/** All contracts by name, each of its exact type. */
export type Contracts = typeof CONTRACTS;
/** `apply_primitive` and the like. */
export type OperationName = keyof Contracts;
/** Arguments of an operation after validation, defaults filled in. */
export type Arguments<K extends OperationName> = z.output<Contracts[K]['input']>;
/** Result of an operation, as its handler returns it. */
export type Result<K extends OperationName> = z.output<Contracts[K]['output']>;
/** The work behind an operation; `context` is whatever the engine keeps for its handlers. */
export type Handler<K extends OperationName, Context> = (
  context: Context,
  args: Arguments<K>,
  call: Call,
) => Promise<Outcome<Result<K>>>;
/** One handler for each operation: a missing one does not compile. */
export type Handlers<Context> = { readonly [K in OperationName]: Handler<K, Context> };

/** The operations in order, for doors and docs. */
export const CONTRACT_LIST: readonly OperationContract[] = Object.values(CONTRACTS);
