/** One entry of darktable's masks_history: a form as it was at one history entry. */
import type { Document, Element } from '@xmldom/xmldom';
import { buildItem, ItemFields, type Extra } from '../xml/item-fields.ts';

export interface MaskItem {
  /** The `num` of the history entry that it is recorded at; see history.ts. */
  maskNum: number;
  maskId: number;
  /** Bits: the shape, and whether it clones; see forms/. */
  maskType: number;
  maskName: string;
  maskVersion: number;
  /** As stored: hex or gz, see encoding.ts. */
  points: string;
  /** Number of points. */
  nb: number;
  /** As stored: 8 bytes, where a clone copies from. */
  src: string;
  extra: Extra;
}

const KNOWN = ['mask_num', 'mask_id', 'mask_type', 'mask_name', 'mask_version', 'mask_points', 'mask_nb', 'mask_src'];

/** @throws ChemigramError invalid_input */
export function readMaskItem(element: Element, index: number): MaskItem {
  const f = new ItemFields(element, `masks[${index}]`, KNOWN);
  return {
    maskNum: f.int('mask_num', 0),
    maskId: f.int('mask_id'),
    maskType: f.int('mask_type'),
    maskName: f.text('mask_name', ''),
    maskVersion: f.int('mask_version'),
    points: f.text('mask_points'),
    nb: f.int('mask_nb'),
    src: f.text('mask_src'),
    extra: f.extra,
  };
}

/** The rdf:li that darktable would write. */
export const buildMaskItem = (document: Document, scope: Element, item: MaskItem): Element =>
  buildItem(
    document,
    scope,
    [
      ['mask_num', item.maskNum],
      ['mask_id', item.maskId],
      ['mask_type', item.maskType],
      ['mask_name', item.maskName],
      ['mask_version', item.maskVersion],
      ['mask_points', item.points],
      ['mask_nb', item.nb],
      ['mask_src', item.src],
    ],
    item.extra,
  );
