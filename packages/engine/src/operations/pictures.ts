import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { boundingBox, coverage, fromGrey, overlay, recycle, resample, toGrey } from '@chemigram/mask';
import type { Grey, OverlayStyle, Picture, Size } from '@chemigram/mask';
import type { Workspace } from '@chemigram/workspace';
import type { Call, Outcome } from '../contract.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { cropPicture, gridSvg, sideBySide } from '../photos/pictures/drawing.ts';
import type { Region } from '../photos/pictures/drawing.ts';
import type { PlacedMask } from '../masks/place.ts';
import { drawOver, writeGrey, writeJpeg } from '../photos/pictures/picture-files.ts';
import type { Look } from '../photos/session/session.ts';
import { withBuffer } from '../photos/pictures/spare-buffers.ts';
import { maskOn } from '../photos/developer.ts';
import { picturesFolder } from '../studio.ts';
import type { Studio } from '../studio.ts';
import { look, readMask, shortHash, snapshotAt } from './shared.ts';

const WHOLE: Region = [0, 0, 1, 1];
/** The ref of the photo as it is. */
const PRESENT = 'HEAD';

/** A file name that says what the picture is of; the same question finds the same file. */
export function pictureName(what: string, ...parts: unknown[]): string {
  return `${what}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)}.jpg`;
}

export const renderPreview: Handler<'render_preview', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const snapshot = await snapshotAt(workspace, args.ref, 'ref');
  const see = (look: Look) => pictureAt(studio, { workspace, snapshot: snapshot.id }, args, call, look);
  // A state that was named is looked at whatever becomes of the photo.
  return args.ref === PRESENT ? studio.latest.lookAt(args.image_id, snapshot.id, call.signal, see) : see(look(call));
};

/** The answer of render_preview for one state of the photo. */
async function pictureAt(
  studio: Studio,
  { workspace, snapshot }: { workspace: Workspace; snapshot: string },
  args: Arguments<'render_preview'>,
  call: Call,
  look: Look,
): Promise<Outcome<Result<'render_preview'>>> {
  const recipe = await workspace.recipe(snapshot);
  const outline =
    args.outline_mask === undefined
      ? null
      : await readMask(studio, workspace, args.outline_mask, recipe, 'outline_mask');
  const developer = await studio.developer(workspace);
  call.progress(0.1, 'Developing');
  const development = await developer.develop(recipe, look);
  const region = (args.region ?? WHOLE) as Region;
  // Zooming in means rendering larger, up to the photo's own size, and cutting out.
  const share = Math.max(region[2] - region[0], region[3] - region[1]);
  const longSide = Math.max(development.displayed.width, development.displayed.height);
  const box = Math.min(longSide, Math.ceil(args.size / share));
  const rendered = await developer.preview(development, box, look);
  let picture: Picture = rendered.picture;
  if (outline !== null) {
    const placed = await developer.masks.compile(
      maskOn(development, outline.mask, 'outline'),
      look,
      recipe.masks ?? {},
    );
    picture = { ...picture, rgb: overlay(picture, toGrey(resample(placed.asked(), picture)), 'outline') };
  }
  const part = args.region === undefined ? { picture, region: WHOLE } : cropPicture(picture, region);
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
      coords: { width, height, ...(args.region === undefined ? {} : { region: [...part.region] }) },
      source: rendered.source,
      warnings: outline?.notes ?? [],
    },
    pictures: [file],
  };
}

export const previewMask: Handler<'preview_mask', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const [recipe, { id }] = [await workspace.recipe(), await workspace.head()];
  const { mask, notes } = await readMask(studio, workspace, args.mask_spec, recipe);
  const developer = await studio.developer(workspace);
  return studio.latest.lookAt(args.image_id, id, call.signal, async (look) => {
    const development = await developer.develop(recipe, look);
    const { picture } = await developer.preview(development, args.size, look);
    call.progress(0.5, 'Placing the mask');
    const request = maskOn(development, mask, 'preview');
    return developer.masks.place(request, look, recipe.masks ?? {}, async (placed) => {
      const { shown, file } = await showPlaced(workspace, placed, picture, args.style);
      const warnings = [...notes, ...placed.warnings];
      return { result: { image_id: args.image_id, mask_id: placed.id, ...shown, warnings }, pictures: [file] };
    });
  });
};

/** The overlay of a placed mask on a picture and its opacity as files, and what results say of them. */
export async function showPlaced(workspace: Workspace, placed: PlacedMask, picture: Picture, style: OverlayStyle) {
  const { width, height, rgb } = picture;
  const { predicted } = placed;
  const isSize = predicted.width === width && predicted.height === height;
  const grey = isSize ? predicted : resized(predicted, picture);
  const folder = await picturesFolder(workspace);
  const content = fingerprint(grey);
  const name = pictureName('mask', placed.id, content, style, width, height);
  const opacityPath = join(folder, `opacity-${placed.id}-${content}-${width}x${height}.png`);
  // Pictures are encoded on other threads; meanwhile this one draws the overlay, and then takes the mask's measures.
  const [, file, measures] = await Promise.all([
    writeGrey(grey, opacityPath),
    setImmediate().then(() =>
      withBuffer(rgb.length, (buffer) => {
        const tinted = overlay(picture, grey, style, new Uint8Array(buffer));
        return writeJpeg({ width, height, rgb: tinted }, join(folder, name));
      }),
    ),
    setImmediate()
      .then(() => setImmediate())
      .then(() => ({ coverage: isSize ? placed.coverage : coverage(grey), bbox: boundingBox(grey) })),
  ]);
  const shown = {
    ...measures,
    agreement: placed.agreement,
    strategy: placed.strategy,
    path: file.path,
    opacity_path: opacityPath,
    width,
    height,
  };
  return { shown, file };
}

/** darktable's own previews may have a row or column more than masks are placed at. */
function resized(mask: Grey, size: Size): Grey {
  const placed = fromGrey(mask);
  const shown = resample(placed, size);
  const grey = toGrey(shown);
  recycle(placed);
  recycle(shown);
  return grey;
}

/** Every so many pixels tell two opacities of one mask apart. */
const FINGERPRINT_STRIDE = 31;

/** A name for an opacity's own content: a named mask of one id is another one after edits. */
function fingerprint({ grey }: Grey): string {
  const some = new Uint16Array(Math.ceil(grey.length / FINGERPRINT_STRIDE));
  for (let i = 0, at = 0; i < some.length; i++, at += FINGERPRINT_STRIDE) some[i] = grey[at]!;
  return createHash('sha1').update(some).digest('hex').slice(0, 12);
}

export const compare: Handler<'compare', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const developer = await studio.developer(workspace);
  const pictures: Picture[] = [];
  const snapshots: string[] = [];
  for (const argument of ['ref_a', 'ref_b'] as const) {
    const snapshot = await snapshotAt(workspace, args[argument], argument);
    call.progress(0.1 + 0.4 * pictures.length, `Developing ${args[argument]}`);
    const development = await developer.develop(await workspace.recipe(snapshot.id), look(call));
    pictures.push((await developer.preview(development, args.size, look(call))).picture);
    snapshots.push(snapshot.id);
  }
  const [a, b] = snapshots as [string, string];
  const joined = sideBySide(pictures[0]!, pictures[1]!);
  const file = await writeJpeg(
    joined,
    join(await picturesFolder(workspace), `compare-${shortHash(a)}-${shortHash(b)}-${args.size}.jpg`),
  );
  return {
    result: {
      image_id: args.image_id,
      ref_a: a,
      ref_b: b,
      path: file.path,
      width: file.width,
      height: file.height,
      warnings: a === b ? ['Both sides show the same snapshot.'] : [],
    },
    pictures: [file],
  };
};
