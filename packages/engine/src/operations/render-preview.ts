import { join } from 'node:path';
import type { Picture } from '@chemigram/mask';
import type { Workspace } from '@chemigram/workspace';
import type { Call, Outcome } from '../contract.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { frameName } from '../develop/frame-name.ts';
import { snapshotAt } from '../history/snapshots.ts';
import { readMask } from '../moves/read-mask.ts';
import { maskOn } from '../photos/developer.ts';
import { askedAt } from '../photos/masks/asked-at.ts';
import { fitted } from '../geometry/fitted.ts';
import { cropPicture, gridSvg, withOutline } from '../photos/pictures/drawing.ts';
import type { Region } from '../photos/pictures/drawing.ts';
import { drawOver, scaled, writeJpeg } from '../photos/pictures/picture-files.ts';
import { pictureName } from '../photos/pictures/picture-name.ts';
import { picturesFolder } from '../photos/pictures/pictures-folder.ts';
import type { Asker } from '../photos/session/asker.ts';
import type { Studio } from '../studio.ts';

const WHOLE: Region = [0, 0, 1, 1];
/** The ref of the photo as it is. */
const PRESENT = 'HEAD';
/** Long side of the largest picture that the opacity of an outline is drawn for: it takes 25 MB. */
const LARGEST_OUTLINED = 3072;

/**
 * Renders a state, whole or a part of it, `size` being the long side of what is shown in pixels; of a whole, at most the photo's.
 * @throws ChemigramError not_found for the ref, cancelled when the photo changed and a newer call looks at it
 */
export const renderPreview: Handler<'render_preview', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const snapshot = await snapshotAt(workspace, args.ref, 'ref');
  const see = (asker: Asker) => pictureAt(studio, { workspace, snapshot: snapshot.id }, args, call, asker);
  // A state that was named is looked at whatever becomes of the photo.
  return args.ref === PRESENT ? studio.latest.lookAt(args.image_id, snapshot.id, call.signal, see) : see(call);
};

/** The answer of render_preview for one state of the photo. */
async function pictureAt(
  studio: Studio,
  { workspace, snapshot }: { workspace: Workspace; snapshot: string },
  args: Arguments<'render_preview'>,
  call: Call,
  asker: Asker,
): Promise<Outcome<Result<'render_preview'>>> {
  const recipe = await workspace.recipe(snapshot);
  const outline =
    args.outline_mask === undefined
      ? null
      : await readMask(studio, workspace, args.outline_mask, recipe, 'outline_mask');
  const developer = await studio.developer(workspace);
  call.progress(0.1, 'Developing');
  const development = await developer.develop(recipe, asker);
  const region = (args.region ?? WHOLE) as Region;
  // Zooming in means rendering larger, up to the photo's own size, and cutting out.
  const { width: fullWidth, height: fullHeight } = development.displayed;
  const longSide = Math.max(fullWidth, fullHeight);
  const shown = Math.max((region[2] - region[0]) * fullWidth, (region[3] - region[1]) * fullHeight);
  const box = Math.min(longSide, Math.ceil((args.size * longSide) / shown));
  const rendered = await developer[args.region === undefined ? 'look' : 'preview'](development, box, asker);
  const picture: Picture = rendered.picture;
  const part = args.region === undefined ? { picture, region: WHOLE } : cropPicture(picture, region);
  const enlarged = args.region === undefined ? [] : await enlarge(part, args.size);
  if (outline !== null) {
    const request = maskOn(development, outline.mask, 'outline');
    const placed = await developer.masks.compile(request, asker, recipe.masks ?? {});
    const opacity = await askedAt(outline.mask, placed, fitted(picture, LARGEST_OUTLINED), developer.masks);
    // Enlarged with the picture, its line would be as wide as the pixels of the photo.
    part.picture = withOutline(part.picture, opacity, part.region);
  }
  if (args.grid) part.picture = await drawOver(part.picture, gridSvg(part.picture.width, part.picture.height));
  call.progress(0.95, 'Writing the picture');
  const name = pictureName('preview', snapshot, rendered.report.path, args, developer.session.renderer.version);
  const file = await writeJpeg(part.picture, join(await picturesFolder(workspace), name));
  const { width, height } = file;
  return {
    result: {
      image_id: args.image_id,
      snapshot,
      path: file.path,
      width,
      height,
      coords: {
        width,
        height,
        ...(args.region === undefined ? {} : { region: [...part.region] }),
        frame: frameName(development.frame),
      },
      source: rendered.source,
      warnings: [...enlarged, ...(outline?.notes ?? [])],
    },
    pictures: [file],
  };
}

/** Makes a part as large as it was asked for where the photo has fewer pixels there, to be pointed at; says so in words. */
async function enlarge(part: { picture: Picture }, size: number): Promise<string[]> {
  const { width, height } = part.picture;
  const times = size / Math.max(width, height);
  if (times <= 1) return [];
  part.picture = await scaled(part.picture, size);
  return [
    `The photo has ${width} x ${height} pixels in this region: they are shown ${times.toFixed(1)} times as large, for pointing, and show no more detail.`,
  ];
}
