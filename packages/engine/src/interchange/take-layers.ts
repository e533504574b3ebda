import {
  decodeBlob,
  finalItems,
  instanceName,
  MASK_MODE,
  maskModeOf,
  masksInForce,
  orderOf,
  orderVersionOf,
  readBlend,
  readForm,
} from '@chemigram/darktable';
import type { BlendParams, HistoryItem, IopInstance, MaskItem, Sidecar } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import type { StoredLayers } from '@chemigram/workspace';
import { isRaw } from '../develop/baseline.ts';
import { FRAMED_BY_HAND } from '../develop/stages.ts';
import { damageOf } from './damage.ts';
import { storedForm, storedModule } from './stored-layers.ts';

/** Something of a file that is not on the photo afterwards. */
export interface LeftOut {
  readonly setting: string;
  readonly value?: string;
  readonly why: string;
}

/** Modules of a style or a sidecar, with the forms that came with them. */
export interface ForeignEdit {
  readonly name: string;
  readonly items: readonly HistoryItem[];
  /** None of a style: darktable writes no forms into it. */
  readonly forms: readonly MaskItem[];
  readonly order: readonly IopInstance[] | null;
}

/** Modules that belong to the photo and not to the look of it, and why. */
const OF_THE_PHOTO: ReadonlyArray<{ readonly why: string; readonly operations: readonly string[] }> = [
  {
    why: "it says how the photo's own file is read",
    operations: ['rawprepare', 'demosaic', 'colorin', 'colorout', 'rotatepixels', 'scalepixels', 'rasterfile'],
  },
  {
    why: 'it frames the picture: use crop, straighten, quarter_turn, mirror, perspective or lens',
    operations: FRAMED_BY_HAND,
  },
];
/** Modules with which a preview takes half a minute, where they are slow ones: 0.43 s each of colorbalancergb, 0.1 s of bilat. */
const MANY = 60;
/** Entries that are no edit. */
const NO_EDIT: readonly string[] = ['mask_manager', 'gamma', 'finalscale', 'overexposed', 'rawoverexposed'];
const SENSOR: readonly string[] = ['temperature', 'highlights', 'rawdenoise', 'hotpixels', 'cacorrect'];
/** Modules whose parameters name forms. */
const NEED_FORMS: readonly string[] = ['retouch', 'spots'];

/**
 * What of a style or a sidecar is put on a photo, byte for byte: each module in the place of darktable's own instance, a
 * further instance beside it, as darktable itself applies a style.
 * @param baseline of the photo; what is there already is not taken again
 * @param there forms that are on the photo, the baseline's own aside
 * @throws ChemigramError conflict when a form of another shape has the number of one on the photo
 */
export function takeLayers(
  edit: ForeignEdit,
  baseline: Sidecar,
  there: readonly MaskItem[],
): { layers: StoredLayers | null; leftOut: LeftOut[]; warnings: string[] } {
  const own = new Set(finalItems(baseline).map(contentOf));
  const raw = isRaw(finalItems(baseline).map(({ operation }) => operation));
  const known = new Map([...masksInForce(baseline), ...there].map((form) => [form.maskId, form]));
  const brought = new Map(edit.forms.map((form) => [form.maskId, form]));
  const taken: HistoryItem[] = [];
  const forms = new Map<number, MaskItem>();
  const leftOut: LeftOut[] = [];
  for (const item of edit.items) {
    if (NO_EDIT.includes(item.operation) || own.has(contentOf(item))) continue;
    const whyNot = ofThePhoto(item, raw) ?? damageOf(item);
    const used = whyNot ?? formsOf(item, brought, known);
    const why = typeof used === 'string' ? used : null;
    if (why !== null) leftOut.push({ setting: instanceName(item), why });
    else {
      taken.push(item);
      for (const form of used as readonly MaskItem[]) forms.set(form.maskId, form);
    }
  }
  for (const form of forms.values()) refuseOther(form, known.get(form.maskId));
  const place = (item: HistoryItem): number =>
    edit.order?.findIndex((e) => e.operation === item.operation && e.instance === item.multiPriority) ?? 0;
  const sorted = taken.toSorted((a, b) => place(a) - place(b) || a.num - b.num);
  const order =
    edit.order === null ? null : orderVersionOf(orderOf({ iopOrderVersion: 0, iopOrderList: [...edit.order] }));
  const warnings = [
    ...(order === null || order === orderVersionOf(orderOf(baseline))
      ? []
      : ['The file has its modules in another order; the photo keeps its own.']),
    ...(taken.length < MANY
      ? []
      : [
          `${taken.length} modules were taken, which darktable works through one by one: a picture may take minutes. undo takes them back.`,
        ]),
  ];
  return {
    layers:
      taken.length === 0
        ? null
        : { name: edit.name, modules: sorted.map(storedModule), forms: [...forms.values()].map(storedForm) },
    leftOut,
    warnings,
  };
}

function ofThePhoto({ operation, enabled, multiPriority }: HistoryItem, raw: boolean): string | null {
  const found = OF_THE_PHOTO.find(({ operations }) => operations.includes(operation));
  if (found !== undefined) return found.why;
  if (!raw && SENSOR.includes(operation)) return 'it works on sensor data, which this photo has not';
  return !enabled && multiPriority > 0 ? 'it is switched off' : null;
}

/** The forms that a module needs, members of groups included; else why it cannot have them. */
function formsOf(
  item: HistoryItem,
  brought: ReadonlyMap<number, MaskItem>,
  known: ReadonlyMap<number, MaskItem>,
): readonly MaskItem[] | string {
  if (!item.enabled || item.blendopParams === '') return [];
  const mode = maskModeOf(item);
  const needsForms = (mode & MASK_MODE.DRAWN) !== 0 || NEED_FORMS.includes(item.operation);
  if (!needsForms && (mode & MASK_MODE.RASTER) === 0) return [];
  let blend: BlendParams;
  try {
    blend = readBlend(item.blendopVersion, decodeBlob(item.blendopParams));
  } catch {
    return `its mask is of blend version ${item.blendopVersion}, which is not read: open and save it in a current darktable`;
  }
  if ((mode & MASK_MODE.RASTER) !== 0 && blend.rasterMaskInstance > 0) {
    return 'its mask is the raster of a further instance, whose number changes here';
  }
  return needsForms && blend.maskId !== 0 ? formsFrom(blend.maskId, brought, known) : [];
}

function formsFrom(
  id: number,
  brought: ReadonlyMap<number, MaskItem>,
  known: ReadonlyMap<number, MaskItem>,
): readonly MaskItem[] | string {
  const found = new Map<number, MaskItem>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    const form = brought.get(next) ?? known.get(next);
    if (form === undefined) {
      return `its drawn mask (form ${next}) is not in the file; without it darktable would edit the whole picture`;
    }
    found.set(next, form);
    try {
      const read = readForm(form);
      if (read.kind === 'group') waiting.push(...read.members.map(({ formId }) => formId));
    } catch (error) {
      if (error instanceof ChemigramError && error.code === 'invalid_input') {
        return `its drawn mask (form ${next}) cannot be decoded: the file is damaged`;
      }
      // One of an older version is carried as it is; only of a group it has to be known what it holds.
      if ((form.maskType & GROUP) !== 0) throw error;
    }
  }
  return [...found.values()];
}

/** darktable's bit of a form that holds others. */
const GROUP = 4;

function refuseOther(form: MaskItem, other: MaskItem | undefined): void {
  if (other === undefined || (other.points === form.points && other.maskType === form.maskType)) return;
  throw new ChemigramError(
    'conflict',
    `The file has another form "${form.maskName}" with the number ${form.maskId} of one that is on the photo.`,
    { field: 'path', hint: 'The photo would lose its own. Rename nothing: draw one of the two anew in darktable.' },
  );
}

const contentOf = ({ num: _num, extra: _extra, ...item }: HistoryItem): string =>
  JSON.stringify(Object.entries(item).sort());
