import type { Handlers } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { readContext } from './context.ts';
import { adjustMove, applyPrimitive, removeMove } from './edit.ts';
import { exportFinal, exportXmp } from './export.ts';
import { branch, checkout, tag } from './branches.ts';
import { detect } from './detect.ts';
import { diff, getState, listPhotos, log, redo, undo } from './history.ts';
import { listVocabularyGaps, logVocabularyGap } from './gaps.ts';
import { doctor, gc } from './keeping.ts';
import { exportStyle } from './export-style.ts';
import { importStyle } from './import-style.ts';
import { applyGreyCard } from './grey-card.ts';
import { ingest } from './ingest.ts';
import { listMasks, saveMask, showMask } from './masks.ts';
import { measureEdit } from './measure-edit.ts';
import { adjustLook, applyLook } from './looks.ts';
import { propagateState } from './propagate.ts';
import { applyPerRegion } from './regions.ts';
import { compare, previewMask, renderPreview } from './pictures.ts';
import { answerProposal, propose } from './proposals.ts';
import { replay } from './replay.ts';
import { applySpot } from './spots.ts';
import { suggestMasks } from './suggest-masks.ts';
import { listVocabulary, status } from './vocabulary.ts';

/** The work behind each contract; a contract without a handler does not compile. */
export const HANDLERS: Handlers<Studio> = {
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
};
