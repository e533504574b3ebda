/** One entry of darktable's history: a module instance with its parameters at that moment. */
import type { Document, Element } from '@xmldom/xmldom';
import { buildItem, ItemFields, type Extra } from '../xml/item-fields.ts';

export interface HistoryItem {
  /** Position in the history; masks refer to it. */
  num: number;
  /** The module's name in darktable's sources: `exposure`. */
  operation: string;
  enabled: boolean;
  /** Version of `params`. */
  modversion: number;
  /** As stored: hex or gz, see encoding.ts. */
  params: string;
  /** The instance's name. */
  multiName: string;
  multiNameHandEdited?: boolean;
  /** The instance: 0 is the first. */
  multiPriority: number;
  /** Version of `blendopParams`. */
  blendopVersion: number;
  /** As stored; empty where there are none. */
  blendopParams: string;
  extra: Extra;
}

const KNOWN = [
  'num',
  'operation',
  'enabled',
  'modversion',
  'params',
  'multi_name',
  'multi_name_hand_edited',
  'multi_priority',
  'blendop_version',
  'blendop_params',
];

/** Defaults are darktable's own for what is missing. @throws ChemigramError invalid_input */
export function readHistoryItem(element: Element, index: number): HistoryItem {
  const f = new ItemFields(element, `history[${index}]`, KNOWN);
  return {
    num: f.int('num', 0),
    operation: f.text('operation'),
    enabled: f.int('enabled', 0) === 1,
    modversion: f.int('modversion'),
    params: f.text('params'),
    multiName: f.text('multi_name', ''),
    ...(f.has('multi_name_hand_edited') ? { multiNameHandEdited: f.int('multi_name_hand_edited') === 1 } : {}),
    multiPriority: f.int('multi_priority', 0),
    blendopVersion: f.int('blendop_version', 1),
    blendopParams: f.text('blendop_params', ''),
    extra: f.extra,
  };
}

/** The rdf:li that darktable would write. */
export function buildHistoryItem(document: Document, scope: Element, item: HistoryItem): Element {
  const handEdited = item.multiNameHandEdited;
  const blended = item.blendopParams !== '';
  return buildItem(
    document,
    scope,
    [
      ['num', item.num],
      ['operation', item.operation],
      ['enabled', item.enabled ? 1 : 0],
      ['modversion', item.modversion],
      ['params', item.params],
      // The name last: darktable 4.2 takes every key that begins with "multi_name" for the name, and the last one counts.
      ['multi_name_hand_edited', handEdited === undefined ? undefined : handEdited ? 1 : 0],
      ['multi_name', item.multiName],
      ['multi_priority', item.multiPriority],
      ['blendop_version', blended || item.blendopVersion !== 1 ? item.blendopVersion : undefined],
      ['blendop_params', blended ? item.blendopParams : undefined],
    ],
    item.extra,
  );
}
