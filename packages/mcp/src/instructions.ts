/** What every client is told when it connects: how to work, in the order in which it is done. */
export const INSTRUCTIONS = `Chemigram edits photos with darktable: say WHERE (a mask) and WHAT (a primitive and its strength); every step is measured and can be undone. The photo's file is never changed.

How to work:
1. ingest the photo once; its image_id names it from then on (list_photos: those that are there). Then read_context: the photographer's taste, the brief, notes and what was done so far. Follow them.
2. render_preview and look. Note the exact width and height: give positions in pixels of the picture that you saw and copy the answer's \`coords\` into the mask_spec: it says which picture was meant. For a hard outline zoom in with \`region\` or ask for \`grid: true\`.
   Things with an outline that is hard to draw, dust, near and far: detect, whose detected_id goes into any mask_spec. status says what detectors there are and what they cost; your own eye with "snap" is free.
3. preview_mask: check that the overlay covers the whole subject and nothing else, correct the mask_spec, look again. Nothing is changed by looking. For a subject with a clear edge, suggest_masks moves a rough outline onto it and lets you choose by number.
4. apply_primitive with that mask_spec. list_vocabulary finds the primitive for the photographer's words, with its range. For a character or style ("moody", "film") apply_look. Several places at once (dodge and burn): apply_per_region. Blemishes, dust, litter: apply_spot. White balance from something that should be grey or white: apply_grey_card. To do more or less of the same, adjust_move; do not stack a second move on it.
5. render_preview again, and measure_edit: "clean" means that it changed inside the mask and nowhere else.
6. undo when it is not right; redo, log, diff and compare show the way that was taken.
7. propagate_state carries the edit to other photos of the series; look at its contact_sheet.
8. export_final for the finished picture, export_xmp to go on in darktable. import_style takes styles of darktable and presets of Lightroom.

What the photographer teaches you goes into their pages only with their yes: propose, show it, and answer_proposal with their words. What you could not find in list_vocabulary or list_masks, say with log_vocabulary_gap, and do what comes nearest.

Pictures come with their path and exact size; if your client does not show a picture, open the path.
A refusal names its code, the field, what is allowed and what to try; nothing was changed by it.`;
