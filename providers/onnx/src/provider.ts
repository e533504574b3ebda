import type { DetectRequest, Kind } from '@chemigram/providers/protocol';
import type { Found, ProviderDefinition } from '@chemigram/providers/serve';
import { ChemigramError } from '@chemigram/errors';
import { byHints } from './regions/by-hints.ts';
import { openDepth } from './families/depth.ts';
import type { ModelDescription } from './description/model-description.ts';
import { openPrompt, pointsTo } from './families/prompt.ts';
import type { ReadDescription } from './description/read-description.ts';
import { readPicture, type PictureFile } from './read-picture.ts';
import { regionsOf, type Thing } from './regions/regions.ts';
import { labelsOf, openSegment } from './families/segment.ts';

const NAME = 'onnx';

type Detector = (picture: PictureFile, request: DetectRequest, signal: AbortSignal) => Promise<Thing[]>;

const KINDS: Record<ModelDescription['family'], Kind> = {
  segment: 'subjects',
  prompt: 'subjects',
  depth: 'depth_band',
};

async function open(description: ModelDescription, folder: string): Promise<Detector> {
  switch (description.family) {
    case 'segment': {
      const find = await openSegment(description, folder);
      return (picture, { query }) => find(picture, query);
    }
    case 'depth':
      return openDepth(description, folder);
    case 'prompt': {
      const ask = await openPrompt(description, folder);
      return (picture, { hints }, signal) => ask(picture, hints, signal);
    }
  }
}

/**
 * A provider of what one model detects. The model is opened at the first question, and once: what is wrong with it is
 * said to whoever asks, and looked at anew at the next question.
 */
export function onnxProvider({ description, folder, version }: ReadDescription): ProviderDefinition {
  const kind = KINDS[description.family];
  let opened: Promise<Detector> | undefined;
  return {
    name: NAME,
    model: description.name,
    version,
    kinds: [kind],
    queries: description.family === 'segment' ? labelsOf(description) : [],
    cost: { ...description.cost, money: 0, where: 'local' },
    detect: async (request, signal): Promise<Found> => {
      opened ??= open(description, folder).catch((thrown: unknown) => {
        opened = undefined;
        throw thrown;
      });
      const detector = await opened;
      if (signal.aborted) throw new ChemigramError('cancelled', 'Nobody waits for what was asked any more.');
      const things = await detector(await readPicture(request.picture), request, signal);
      const regions = await regionsOf(things, { trust: description.trust, rasters: request.rasters });
      if (description.family === 'depth') return { regions };
      // What takes points was told where to look, unless it was told only where not to.
      const told = description.family === 'prompt' && pointsTo(request.hints);
      const meant = told ? regions : byHints(regions, request.hints);
      const others = regions.length - meant.length;
      return {
        regions: meant.slice(0, request.hints.count),
        notes:
          others === 0
            ? []
            : [`${others} of ${regions.length} regions are left out: they are not where the hints say.`],
      };
    },
  };
}
