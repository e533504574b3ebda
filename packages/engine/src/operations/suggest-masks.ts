import { join } from 'node:path';
import {
  boundingBox,
  compare,
  coverage,
  overlay,
  parseMask,
  resample,
  selectedFrom,
  strongestOf,
  toGrey,
} from '@chemigram/mask';
import type { Mask, Picture, Size, Suggestion } from '@chemigram/mask';
import type { Handler, Result } from '../contracts/index.ts';
import { keepDetected } from '../detected/detected-masks.ts';
import { readMask } from '../moves/read-mask.ts';
import { maskOn } from '../photos/developer.ts';
import { MASK_SIZE } from '../photos/masks/mask-size.ts';
import { keepOpacity } from '../photos/masks/raster-masks.ts';
import { closeUp } from '../photos/pictures/close-up.ts';
import { contactSheet } from '../photos/pictures/contact-sheet.ts';
import { cropPicture, type Region } from '../photos/pictures/drawing.ts';
import { scaled, writeJpeg } from '../photos/pictures/picture-files.ts';
import { pictureName } from '../photos/pictures/picture-name.ts';
import { picturesFolder } from '../photos/pictures/pictures-folder.ts';
import { secondThread } from '../second-thread/second-thread.ts';
import type { Studio } from '../studio.ts';

/** Who found it, in what is kept. */
const BY = 'suggest_masks';
/** Two beside each other fill a picture of the size that vision models read best. */
const SHEET = { columns: 2, cell: 512 };

type ShownSuggestion = Result<'suggest_masks'>['candidates'][number];

/** What a rough mask may mean: nearby shapes by edge and colour, numbered on a sheet and kept as detected masks. @throws ChemigramError whatever reading the mask throws, cancelled */
export const suggestMasks: Handler<'suggest_masks', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const recipe = await workspace.recipe();
  const { mask, notes } = await readMask(studio, workspace, args.mask_spec, recipe);
  const developer = await studio.developer(workspace);
  const development = await developer.develop(recipe, call);
  const request = maskOn(development, mask, 'suggest');
  const asked = await developer.masks.asked(request, MASK_SIZE, call, recipe.masks ?? {});
  call.progress(0.5, 'Looking for what the mask may mean');
  const { found, notes: doubts } = await secondThread.do(
    'suggest',
    [asked.picture, asked.opacity, args.count],
    call.signal,
  );
  const selected = selectedFrom(strongestOf(asked.opacity));
  const candidates: ShownSuggestion[] = [];
  const names: string[] = [];
  for (const [i, suggestion] of found.entries()) {
    const number = i + 1;
    const words = suggestion.kind.replace('_', ' ');
    const kept = await keepDetected(workspace.dir, {
      label: words,
      confidence: null,
      mask: suggestion.kind === 'as_asked' ? asked.mask : await keptMask(suggestion, workspace.dir, asked.picture),
      frame: development.frame,
      by: BY,
    });
    const grey = toGrey(suggestion.opacity);
    candidates.push({
      number,
      what: suggestion.kind,
      detected_id: kept.detected_id,
      mask_spec: { kind: 'detected', id: kept.detected_id },
      coverage: coverage(grey),
      bbox: boundingBox(grey),
      likeness: compare(suggestion.opacity, asked.opacity, selected).iou,
      edge_contrast: suggestion.edgeContrast,
      colours: coloursOf(suggestion),
    });
    names.push(`${number} ${words}`);
  }
  call.progress(0.9, 'Drawing the candidates');
  const shown = closeUp(
    candidates.map(({ bbox }) => bbox as Region | null),
    asked.picture,
  );
  const { region, picture: large } = await enlarged(asked.picture, shown);
  const cells = found.map(({ opacity }, i) => {
    const rgb = overlay(large, toGrey(resample(opacity, large)), args.style);
    return { name: names[i]!, picture: cropPicture({ ...large, rgb }, region).picture };
  });
  const ids = candidates.map(({ detected_id }) => detected_id);
  const name = pictureName('suggestions', ids, args.style, large.width, large.height);
  const file = await writeJpeg(await contactSheet(cells, SHEET), join(await picturesFolder(workspace), name));
  const { path, width, height } = file;
  const warnings = [...notes, ...asked.warnings, ...doubts];
  return {
    result: { image_id: args.image_id, candidates, path, width, height, region: [...region], warnings },
    pictures: [file],
  };
};

/** The picture so large that a part of it fills a cell, and the part on whole pixels of that. */
async function enlarged(picture: Picture, shown: Region): Promise<{ picture: Picture; region: Region }> {
  const { width, height } = picture;
  const side = Math.max((shown[2] - shown[0]) * width, (shown[3] - shown[1]) * height);
  const large = await scaled(picture, Math.round((SHEET.cell / side) * Math.max(width, height)));
  return { picture: large, region: cropPicture(large, shown).region };
}

/** What is used from now on: the shape as it was found, whatever the edits; the bands as bands, which darktable has itself. */
async function keptMask({ shape, colours }: Suggestion, workspaceDir: string, size: Size): Promise<Mask> {
  const raster = { kind: 'raster', path: await keepOpacity(shape, workspaceDir) };
  if (colours === null) return parseMask(raster, size).mask;
  const operands = [raster, { range_filters: colours.filters }];
  return parseMask({ kind: 'compose', operation: 'intersect', operands }, size).mask;
}

function coloursOf({ colours }: Suggestion): ShownSuggestion['colours'] {
  if (colours === null) return null;
  const { filters, inside, around } = colours;
  return { range_filters: filters.map((filter) => ({ ...filter })), inside, around };
}
