import { BLEND_CST, blendDefaults, decodeBlob } from '@chemigram/darktable';
import type { HistoryItem, MaskItem } from '@chemigram/darktable';
import type { StoredForm, StoredLayers, StoredModule } from '@chemigram/workspace';
import type { Layer } from '../develop/development.ts';
import type { Frame } from '../develop/frame.ts';

/** A module of a file as the recipe keeps it. */
export const storedModule = (item: HistoryItem): StoredModule => ({
  operation: item.operation,
  enabled: item.enabled,
  version: item.modversion,
  params: item.params,
  blend_version: item.blendopVersion,
  blend: item.blendopParams,
  name: item.multiName,
  name_by_hand: item.multiNameHandEdited ?? false,
  instance: item.multiPriority,
});

/** A form of another edit as a recipe keeps it: the bytes that darktable wrote, as they are. */
export const storedForm = (form: MaskItem): StoredForm => ({
  id: form.maskId,
  type: form.maskType,
  version: form.maskVersion,
  name: form.maskName,
  count: form.nb,
  points: form.points,
  source: form.src,
});

const formOf = (form: StoredForm): MaskItem => ({
  // The history gives it its number.
  maskNum: 0,
  maskId: form.id,
  maskType: form.type,
  maskVersion: form.version,
  maskName: form.name,
  nb: form.count,
  points: form.points,
  src: form.source,
  extra: {},
});

/**
 * The layers of an imported style or sidecar; its forms are those of the first.
 * @param frame the framing of the picture that it was put on
 */
export function layersOfStored({ modules, forms }: StoredLayers, frame: Frame): Layer[] {
  return modules.map((module, i) => ({
    operation: module.operation,
    version: module.version,
    params: decodeBlob(module.params),
    name: module.name,
    blend: blendDefaults(BLEND_CST.NONE),
    forms: [],
    ...(module.instance === 0 ? { single: true as const } : {}),
    stored: {
      item: {
        operation: module.operation,
        enabled: module.enabled,
        modversion: module.version,
        params: module.params,
        multiName: module.name,
        multiNameHandEdited: module.name_by_hand,
        multiPriority: module.instance,
        blendopVersion: module.blend_version,
        blendopParams: module.blend,
        extra: {},
      },
      forms: i === 0 ? forms.map(formOf) : [],
      frame,
    },
  }));
}
