/**
 * darktable's sidecar: an XMP packet with the development of one photo. A plain value; what is not understood stays in
 * `document` and comes back on writing, in its order.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Document, Element } from '@xmldom/xmldom';
import { ChemigramError } from '@chemigram/errors';
import { buildHistoryItem, readHistoryItem, type HistoryItem } from './history-item.ts';
import { formatOrderList, parseOrderList, type IopInstance } from '../order/iop-order.ts';
import { parseInt32 } from '../xml/item-fields.ts';
import { buildMaskItem, readMaskItem, type MaskItem } from './mask-item.ts';
import { formatXml, parseXml } from '../xml/xml.ts';
import { descriptions, getProperty, holderOf, listItems, NS, setListItems, setProperty } from '../xml/xmp.ts';

/** The XMP as it was read: only `serialiseSidecar` looks inside. */
export type SidecarDocument = string & { readonly __document: unique symbol };

export interface Sidecar {
  readonly document: SidecarDocument;
  /** 4 or 5. darktable 4.2 and later write 5. */
  xmpVersion: number;
  /** The file name of the photo, without a folder. */
  derivedFrom: string | null;
  history: HistoryItem[];
  /** How many entries of the history are in force. */
  historyEnd: number;
  masks: MaskItem[];
  /**
   * 0 custom, 1 legacy, 2 and 3 v3.0 for raws and for developed pictures, 4 and 5 the same for v5.0. Without a list
   * this IS the order. With a list darktable ignores it on reading, and recomputes it.
   */
  iopOrderVersion: number;
  /** Every instance in the order of the pipe; null where the order is the built-in one with no second instances. */
  iopOrderList: IopInstance[] | null;
  /** False makes darktable put its workflow's defaults before the history. */
  autoPresetsApplied: boolean;
}

const READABLE_XMP_VERSIONS: readonly number[] = [4, 5];
/** What darktable assumes when a sidecar does not say: the order of before 3.0. */
const LEGACY_ORDER = 1;
const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A sidecar without any edit, as darktable 4.2 to 5.4 all write it. */
const EMPTY = `<x:xmpmeta xmlns:x="${NS.x}" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="${NS.rdf}">
  <rdf:Description rdf:about=""
    xmlns:xmp="${NS.xmp}"
    xmlns:xmpMM="${NS.xmpMM}"
    xmlns:darktable="${NS.darktable}"
    darktable:xmp_version="5"
    darktable:raw_params="0"
    darktable:auto_presets_applied="1"
    darktable:history_end="0"
    darktable:iop_order_version="2">
   <darktable:masks_history>
    <rdf:Seq/>
   </darktable:masks_history>
   <darktable:history>
    <rdf:Seq/>
   </darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>`;

/**
 * Reads a sidecar, or the packet that an exported picture carries.
 * @throws ChemigramError invalid_input: not XML, a DOCTYPE, too large or too deep, no XMP, not by darktable, an
 *   xmp_version other than 4 and 5, an item without what identifies it
 */
export function parseSidecar(xml: string): Sidecar {
  return read(parseXml(xml), xml);
}

/**
 * A sidecar with an empty history, v3.0 order for raws. Append at least one item before darktable sees it: with an
 * empty history it ignores `autoPresetsApplied` and adds its workflow's defaults; with any, only what is always on.
 * @param o.derivedFrom the photo's file name, without a folder
 */
export function emptySidecar(o: { derivedFrom?: string } = {}): Sidecar {
  const empty = parseSidecar(EMPTY);
  return o.derivedFrom === undefined ? empty : { ...empty, derivedFrom: o.derivedFrom };
}

/**
 * The sidecar as XMP text. Items that were not changed keep their elements as they were read; a packet wrapper is
 * dropped, as a sidecar has none.
 */
export function serialiseSidecar(s: Sidecar): string {
  const document = parseXml(s.document);
  const before = read(document, s.document);
  const all = descriptions(document);
  const home = homeOf(all);

  const historyChanged = writeItems(all, home, 'history', before.history, s.history, buildHistoryItem);
  writeItems(all, home, 'masks_history', before.masks, s.masks, buildMaskItem);
  // The hash of a history that is no longer the current one: darktable recomputes it.
  if (historyChanged) setProperty(all, home, 'history_current_hash', null);
  const set = <K extends keyof Sidecar>(key: K, local: string, format: (value: Sidecar[K]) => string | null): void => {
    const [was, is] = [format(before[key]), format(s[key])];
    if (was !== is) setProperty(all, home, local, is);
  };
  set('xmpVersion', 'xmp_version', String);
  set('historyEnd', 'history_end', String);
  set('iopOrderVersion', 'iop_order_version', String);
  set('iopOrderList', 'iop_order_list', (list) => list && formatOrderList(list));
  set('autoPresetsApplied', 'auto_presets_applied', (applied) => (applied ? '1' : '0'));
  if (s.derivedFrom !== before.derivedFrom && s.derivedFrom !== null) {
    const holder = holderOf(all, NS.xmpMM, 'DerivedFrom') ?? home;
    holder.setAttributeNS(NS.xmpMM, 'xmpMM:DerivedFrom', s.derivedFrom);
  }
  dropWrapper(document);
  return `${XML_DECLARATION}${formatXml(document).trim()}\n`;
}

function read(document: Document, xml: string): Sidecar {
  const all = descriptions(document);
  const property = (local: string): string | null => {
    const holder = holderOf(all, NS.darktable, local);
    return holder && getProperty(holder, NS.darktable, local);
  };
  const int = (local: string, fallback: number): number => {
    const text = property(local);
    return text === null ? fallback : parseInt32(text, local);
  };
  const xmpVersion = int('xmp_version', 0);
  if (!READABLE_XMP_VERSIONS.includes(xmpVersion)) {
    const found =
      property('xmp_version') === null
        ? 'darktable has not written in it'
        : `its xmp_version is ${xmpVersion}, ${READABLE_XMP_VERSIONS.join(' and ')} are read`;
    throw new ChemigramError('invalid_input', `reading a sidecar: ${found}`, {
      field: 'xmp_version',
      hint: 'Open the photo once in darktable 3.0 or later, which writes a current sidecar.',
    });
  }
  const history = listItems(all, 'history').map(readHistoryItem);
  const list = property('iop_order_list');
  const derived = holderOf(all, NS.xmpMM, 'DerivedFrom');
  return {
    document: xml as SidecarDocument,
    xmpVersion,
    derivedFrom: derived && getProperty(derived, NS.xmpMM, 'DerivedFrom'),
    history,
    historyEnd: int('history_end', history.length),
    masks: listItems(all, 'masks_history').map(readMaskItem),
    iopOrderVersion: int('iop_order_version', LEGACY_ORDER),
    iopOrderList: list === null || list.trim() === '' ? null : parseOrderList(list),
    autoPresetsApplied: int('auto_presets_applied', 0) > 0,
  };
}

/** The description that darktable's properties stand in. */
const homeOf = (all: Element[]): Element => holderOf(all, NS.darktable, 'xmp_version') ?? all[0]!;

/** Writes a list if it changed, reusing the elements of the items that did not. Says whether it changed. */
function writeItems<Item>(
  all: Element[],
  home: Element,
  local: string,
  before: readonly Item[],
  after: readonly Item[],
  build: (document: Document, scope: Element, item: Item) => Element,
): boolean {
  if (isDeepStrictEqual(before, after)) return false;
  const elements = listItems(all, local);
  const items = after.map((item) => {
    const at = before.findIndex((one) => isDeepStrictEqual(one, item));
    return at === -1 ? build(home.ownerDocument!, home, item) : (elements[at]!.cloneNode(true) as Element);
  });
  setListItems(all, home, local, items);
  return true;
}

/** Removes the XML declaration and the packet wrapper with its padding, before and after the root element. */
function dropWrapper(document: Document): void {
  for (const node of Array.from(document.childNodes)) {
    const wrapper = node.nodeType === node.PROCESSING_INSTRUCTION_NODE && /^(xml|xpacket)$/.test(node.nodeName);
    if (wrapper || node.nodeType === node.TEXT_NODE) document.removeChild(node);
  }
}
