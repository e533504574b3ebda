import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ChemigramError, within } from '@chemigram/errors';
import { parseMask, parsePoints, simplifyRing } from '@chemigram/mask';
import type { Hints, Point } from '@chemigram/providers/protocol';
import type { Arguments, Handler } from '../contracts/index.ts';
import { askProviders } from '../detected/ask-providers.ts';
import { numberedPicture } from '../detected/numbered-picture.ts';
import { frameName } from '../develop/frame-name.ts';
import type { Displayed } from '../photos/displayed-size.ts';
import { writeJpeg } from '../photos/pictures/picture-files.ts';
import { picturesFolder } from '../photos/pictures/pictures-folder.ts';
import type { Studio } from '../studio.ts';

/** Long side of the picture that is looked at. Dust is a few pixels in a preview, and more in twice of it. */
const LOOKED_AT = { subjects: 1024, depth_band: 1024, spots: 2048 } as const;
/** What is shown, as render_preview does. */
const SHOWN = 1024;

/**
 * Asks the providers for what is in the displayed picture, and draws their answer numbered. Positions are fractions of the displayed picture.
 * @throws ChemigramError provider_failed when none answers, with what each of them did; invalid_input for a query that none understands
 */
export const detect: Handler<'detect', Studio> = async (studio, args, call) => {
  const { image_id, kind, query, provider } = args;
  const workspace = await studio.store.open(image_id);
  const developer = await studio.developer(workspace);
  call.progress(0.1, 'Developing');
  const { layers, frame, displayed } = await developer.develop(await workspace.recipe(), call);
  const hints = await hintsOf(args, { ...displayed, frame: frameName(frame) });
  const { picture } = await developer.session.picture(layers, LOOKED_AT[kind], call);
  call.progress(0.4, `Detecting ${query ?? kind}`);
  const question = { kind, query, provider, hints };
  const seen = { workspace, picture, displayed, frame };
  const { detection, cached, passed_over } = await askProviders(studio.providers, question, seen, call.signal);
  call.progress(0.9, 'Drawing what was found');
  const { detection_id, model, model_version, took, where, notes, regions, spots } = detection;
  const shown = LOOKED_AT[kind] === SHOWN ? picture : (await developer.session.picture(layers, SHOWN, call)).picture;
  const drawn = await numberedPicture(shown, { regions: [...regions], spots: [...spots] });
  const file = await writeJpeg(drawn, join(await picturesFolder(workspace), `${detection_id}-${nameOf(shown)}.jpg`));
  const found = regions.length + spots.length;
  const { path, width, height } = file;
  return {
    result: {
      image_id,
      kind,
      detection_id,
      regions: regions.map(({ detected_id, label, confidence, bbox, vertices, holes }) => ({
        detected_id,
        label,
        confidence,
        bbox: bbox.map(rounded),
        vertices: shownRing(vertices, args.max_vertices),
        holes: holes.map((hole) => shownRing(hole, args.max_vertices)),
      })),
      spots: spots.map((spot) => ({ ...spot, x: rounded(spot.x), y: rounded(spot.y), radius: rounded(spot.radius) })),
      provider: detection.provider,
      model,
      model_version,
      cached,
      cost: cached ? { seconds: 0, memory_mb: 0, money: 0, where } : { ...took, where },
      passed_over: [...passed_over],
      path,
      width,
      height,
      warnings: [
        ...(found === 0 ? ['Nothing was found: give hints, ask in other words, or draw the mask by eye.'] : []),
        ...passed_over.map(({ provider: other, why }) => `${detection.provider} answered, and not ${other}: ${why}`),
        ...notes,
      ],
    },
    pictures: [file],
  };
};

/** A model reads each digit: a hundred-thousandth is a hundredth of a pixel of what it looks at. */
const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;

const shownRing = (ring: readonly Point[], most: number): Point[] =>
  simplifyRing(ring, 0, most).map(([x, y]): Point => [rounded(x), rounded(y)]);

/** The same answer drawn on another picture, one of more edits say, is another file. */
const nameOf = ({ rgb }: { rgb: Uint8Array }): string => createHash('sha1').update(rgb).digest('hex').slice(0, 8);

/** The hints in fractions of the displayed picture, read by the rules of the mask language. */
async function hintsOf({ hints, coords }: Arguments<'detect'>, displayed: Displayed): Promise<Hints> {
  const spec = coords === undefined ? {} : { coords };
  const { region, positive = [], negative = [], count } = hints;
  const outline = await within('hints.region', () => {
    if (region === undefined) return undefined;
    const { mask } = asRegion(() =>
      parseMask({ dt_form: 'path', dt_params: { vertices: region }, ...spec }, displayed),
    );
    if (mask.kind === undefined && mask.dt_form === 'path') return mask.dt_params.vertices;
    throw new ChemigramError('invalid_input', 'The outline crosses itself and falls into several parts.', {
      hint: 'List the vertices in order around the region.',
    });
  });
  const points = parsePoints({ positive, negative }, 'hints', coords, displayed);
  return {
    ...(outline === undefined ? {} : { region: inside(outline) }),
    ...(points.positive === undefined ? {} : { positive: inside(points.positive) }),
    ...(points.negative === undefined ? {} : { negative: inside(points.negative) }),
    ...(count === undefined ? {} : { count }),
  };
}

/** What the outline was read as; whoever asked has written no such key. */
const VERTICES = 'dt_params.vertices';

/** A refusal of an outline, told of a list of points. */
function asRegion<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ChemigramError)) throw error;
    const { code, message, hint, field = '' } = error;
    throw new ChemigramError(code, message.replaceAll(VERTICES, 'region'), {
      field: field.replace(VERTICES, ''),
      ...(hint === undefined ? {} : { hint }),
      cause: error,
    });
  }
}

/** Positions of the mask language may lie outside of the picture; nothing is to be found there. */
const inside = (points: readonly (readonly [number, number])[]): Point[] =>
  points.map(([x, y]): Point => [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))]);
