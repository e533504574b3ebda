import { ChemigramError } from '@chemigram/errors';
import { maskId } from '@chemigram/mask';
import type { Mask, NamedMask } from '@chemigram/mask';
import type { LoadedMask } from '@chemigram/vocabulary';
import type { Recipe } from '@chemigram/workspace';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { detectedOn } from '../detected/detected-masks.ts';
import { lookupOf } from '../named-masks/lookup.ts';
import type { MaskLookup } from '../named-masks/lookup.ts';
import { namesIn, needsFinding } from '../named-masks/resolve.ts';
import { maskOn } from '../photos/developer.ts';
import type { Studio } from '../studio.ts';
import { describeMask } from '../words/mask-words.ts';
import { change } from './change.ts';
import { showPlaced } from './pictures.ts';
import { framed, look, readMask } from './shared.ts';

type Entry = Result<'list_masks'>['masks'][number];

export const listMasks: Handler<'list_masks', Studio> = async (studio, { image_id, query }) => {
  const packs = await studio.masks();
  const recipe = image_id === undefined ? null : await (await studio.store.open(image_id)).recipe();
  const names = new Set([...Object.keys(recipe?.masks ?? {}), ...packs.keys()]);
  const text = query?.toLowerCase();
  const masks = [...names]
    .sort()
    .map((name) => entryOf(studio, name, packs.get(name), recipe))
    .filter(
      ({ name, title, description, words }) =>
        text === undefined || [name, title, description, ...words].some((part) => part.toLowerCase().includes(text)),
    );
  return { result: { masks } };
};

export const showMask: Handler<'show_mask', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const recipe = await workspace.recipe();
  const { mask } = await readMask(studio, workspace, named(args.name), recipe, '');
  const developer = await studio.developer(workspace);
  const development = await developer.develop(recipe, look(call));
  call.progress(0.3, `Finding ${args.name}`);
  const request = maskOn(development, mask, args.name);
  const resolved = await developer.masks.resolve(request, look(call), recipe.masks ?? {});
  const { picture } = await developer.preview(development, args.size, look(call));
  const { shown, file, warnings } = await developer.masks.place(
    request,
    look(call),
    recipe.masks ?? {},
    async (placed) => ({ ...(await showPlaced(workspace, placed, picture, args.style)), warnings: placed.warnings }),
  );
  const loaded = (await studio.masks()).get(args.name);
  const { name, title, description, source, likely_wrong_when } = entryOf(studio, args.name, loaded, recipe);
  const byEye = source === 'saved' ? undefined : loaded;
  return {
    result: {
      image_id: args.image_id,
      name,
      title,
      description,
      source,
      spec: { ...resolved.mask },
      confidence: resolved.confidence,
      llm_vision_prompt: byEye?.llm_vision_prompt ?? null,
      fallback: byEye?.fallback?.explanation ?? null,
      likely_wrong_when,
      ...shown,
      warnings: [...warnings],
    },
    pictures: [file],
  };
};

export const saveMask: Handler<'save_mask', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const packs = await studio.masks();
  const seen = await workspace.recipe();
  const read = args.mask_spec === null ? null : await readMask(studio, workspace, args.mask_spec, seen);
  const added = read === null ? null : { mask: read.mask, ...framed(read.mask, seen, await studio.vocabulary()) };
  const detected = detectedOn(workspace.dir);
  let had = false;
  let used_by: string[] = [];
  const { snapshot } = await change(studio, workspace, call, (recipe) => {
    const { [args.name]: old, ...others } = recipe.masks ?? {};
    had = old !== undefined;
    if (added === null && !had) throw wasNotNamed(args, Object.keys(others));
    const saved = added === null ? (recipe.masks ?? {}) : { ...others, [args.name]: added };
    const lookup = lookupOf(packs, saved, detected);
    if (added !== null) mustNotLeadBack(args.name, lookup);
    used_by = recipe.moves
      .filter(({ mask }) => mask !== null && namesIn(mask as Mask, lookup).has(args.name))
      .map(({ move_id }) => move_id);
    if (added === null && !packs.has(args.name) && used_by.length > 0) throw isInUse(args.name, used_by);
    return {
      message: read === null ? `take the name ${args.name} away` : `name ${args.name}: ${describeMask(read.mask)}`,
      recipe: { ...recipe, masks: added === null ? others : saved },
    };
  });
  return {
    result: {
      image_id: args.image_id,
      name: args.name,
      mask_id: read === null ? null : maskId(read.mask),
      snapshot: snapshot.id,
      replaces: had ? 'saved' : packs.has(args.name) ? 'pack' : 'nothing',
      used_by,
      warnings: read?.notes ?? [],
    },
  };
};

const wasNotNamed = ({ image_id, name }: Arguments<'save_mask'>, others: readonly string[]): ChemigramError =>
  new ChemigramError('not_found', `No mask "${name}" was named for "${image_id}".`, {
    field: 'name',
    hint: others.length === 0 ? 'None was.' : `Named were: ${others.join(', ')}.`,
  });

const isInUse = (name: string, usedBy: readonly string[]): ChemigramError =>
  new ChemigramError('conflict', `"${name}" is in use by ${usedBy.join(', ')}; nothing else has its name.`, {
    field: 'name',
    hint: 'Give these moves another mask with adjust_move first, or save another mask under the name.',
  });

const named = (name: string): NamedMask => ({ kind: 'named', name });

/** A mask that refers to its own name, however far round, would stand for nothing. */
function mustNotLeadBack(name: string, lookup: MaskLookup): void {
  try {
    needsFinding(named(name), lookup);
  } catch (error) {
    if (!(error instanceof ChemigramError)) throw error;
    throw new ChemigramError(error.code, error.message, {
      field: 'mask_spec',
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}

/** A name as the list shows it: what was saved for the photo hides what a pack says. */
function entryOf(studio: Studio, name: string, loaded: LoadedMask | undefined, recipe: Recipe | null): Entry {
  const saved = recipe?.masks ?? {};
  if (Object.hasOwn(saved, name)) {
    return {
      name,
      title: loaded?.title ?? name,
      description: `Named for this photo: ${describeMask(saved[name]!.mask as Mask)}.`,
      words: loaded?.words ?? [],
      source: 'saved',
      by_eye: false,
      likely_wrong_when: [],
    };
  }
  if (loaded === undefined) throw new ChemigramError('internal', `The mask "${name}" was found and then not.`);
  return {
    name,
    title: loaded.title,
    description: loaded.description,
    words: loaded.words,
    source: loaded.file.startsWith(studio.store.home) ? 'personal' : 'shipped',
    by_eye: loaded.llm_vision_prompt !== undefined,
    likely_wrong_when: loaded.fallback?.likely_wrong_when ?? loaded.likely_wrong_when ?? [],
  };
}
