/**
 * darktable's style file (.dtstyle): modules of an edit that can be put on any photo.
 *
 * What darktable 4.2 to 5.4 do with one (seen in its styles.c):
 * - It holds each module's parameters and blending as a sidecar does, and the order of the pipe if that was wanted; the
 *   texts of elements, nothing in attributes. NO FORMS: of a drawn mask it has the number alone, and on a photo that has
 *   no form of that number darktable gives the module to the whole picture.
 * - Applied, an entry takes the place of the instance of its name or number, else becomes a further instance. Modules of
 *   which there is one per photo are always replaced.
 * - No parameters at all stand for the module's defaults on the photo at hand.
 * - Elements that it does not know are passed over, here as there.
 */
import type { Document, Element } from '@xmldom/xmldom';
import { ChemigramError } from '@chemigram/errors';
import type { HistoryItem } from '../sidecar/history-item.ts';
import { formatOrderList, parseOrderList, type IopInstance } from '../order/iop-order.ts';
import { fitsXml, parseInt32 } from '../xml/item-fields.ts';
import { parseXml, type Wanted } from '../xml/xml.ts';

export interface Style {
  /** What darktable lists it under; `|` divides folders. */
  name: string;
  description: string;
  /** Every instance in the order of the pipe; null leaves each photo its own order. */
  iopOrderList: IopInstance[] | null;
  /** The modules, as the history of a sidecar has them. */
  items: HistoryItem[];
}

/** The name of the file's outermost element. */
export const STYLE_ROOT = 'darktable_style';
const FORMAT_VERSION = '1.0';
/** `dt_style_t` and the dialogs have room for 127 bytes. */
const MAX_NAME_BYTES = 127;

const WANTED: Wanted = { what: 'a style', hint: 'Give a .dtstyle file as darktable exports it.' };

const refuse = (why: string, field?: string): ChemigramError =>
  new ChemigramError('invalid_input', `reading a style: ${why}`, {
    hint: WANTED.hint,
    ...(field === undefined ? {} : { field }),
  });

/**
 * @throws ChemigramError invalid_input: not XML, a DOCTYPE, too large or too deep, no style of darktable, an entry without
 *   what identifies it, an order that darktable would drop
 */
export function parseStyle(xml: string): Style {
  return readStyle(parseXml(xml, WANTED));
}

function readStyle(document: Document): Style {
  const root = document.documentElement!;
  if (root.nodeName !== STYLE_ROOT) throw refuse(`the document is a <${root.nodeName}>, not a <${STYLE_ROOT}>`);
  const info = child(root, 'info');
  const order = info === null ? '' : (textOf(info, 'iop_list') ?? '');
  const style = child(root, 'style');
  return {
    name: (info && textOf(info, 'name')) ?? '',
    description: (info && textOf(info, 'description')) ?? '',
    iopOrderList: order.trim() === '' ? null : parseOrderList(order),
    items: style === null ? [] : children(style, 'plugin').map(readPlugin),
  };
}

function readPlugin(plugin: Element, index: number): HistoryItem {
  const at = `style[${index}]`;
  const text = (name: string, fallback?: string): string => {
    const found = textOf(plugin, name) ?? fallback;
    if (found === undefined) throw refuse(`its entry ${index + 1} has no <${name}>`, `${at}.${name}`);
    return found;
  };
  const int = (name: string, fallback?: number): number =>
    parseInt32(text(name, fallback?.toString()), `${at}.${name}`);
  return {
    num: int('num', index),
    operation: text('operation').trim(),
    enabled: int('enabled', 0) === 1,
    modversion: int('module'),
    params: text('op_params', '').trim(),
    multiName: text('multi_name', ''),
    multiNameHandEdited: (text('multi_name_hand_edited', '').trim() || '0') !== '0',
    multiPriority: int('multi_priority', 0),
    blendopVersion: int('blendop_version', 1),
    blendopParams: text('blendop_params', '').trim(),
    extra: {},
  };
}

/**
 * The file as darktable writes it.
 * @throws ChemigramError invalid_input for an empty or too long name, a style of nothing, or a text that XML cannot carry
 */
export function serialiseStyle({ name, description, iopOrderList, items }: Style): string {
  if (name.trim() === '' || Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw new ChemigramError(
      'invalid_input',
      `writing a style: the name ${JSON.stringify(name)} has ${Buffer.byteLength(name)} bytes, 1 to ${MAX_NAME_BYTES} are allowed`,
      { field: 'name' },
    );
  }
  if (items.length === 0) throw new ChemigramError('invalid_input', 'writing a style: it holds no module');
  const info = [
    element('name', name),
    element('description', description),
    ...(iopOrderList === null ? [] : [element('iop_list', formatOrderList(iopOrderList))]),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<${STYLE_ROOT} version="${FORMAT_VERSION}">`,
    `<info>${info.join('')}</info>`,
    `<style>${items.map(plugin).join('')}</style>`,
    `</${STYLE_ROOT}>\n`,
  ].join('');
}

const plugin = (item: HistoryItem): string =>
  `<plugin>${[
    element('num', item.num),
    element('module', item.modversion),
    element('operation', item.operation),
    element('op_params', item.params),
    element('enabled', item.enabled ? 1 : 0),
    element('blendop_params', item.blendopParams),
    element('blendop_version', item.blendopVersion),
    element('multi_priority', item.multiPriority),
    element('multi_name', item.multiName),
    element('multi_name_hand_edited', item.multiNameHandEdited === true ? 1 : 0),
  ].join('')}</plugin>`;

function element(name: string, value: string | number): string {
  const text = String(value);
  if (!fitsXml(text)) {
    throw new ChemigramError('invalid_input', `writing a style: ${name} has a character that XML cannot carry`, {
      field: name,
    });
  }
  return `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</${name}>`;
}

function children(parent: Element, name: string): Element[] {
  return Array.from(parent.childNodes).filter(
    (node): node is Element => node.nodeType === node.ELEMENT_NODE && node.nodeName === name,
  );
}

const child = (parent: Element, name: string): Element | null => children(parent, name)[0] ?? null;

const textOf = (parent: Element, name: string): string | null => child(parent, name)?.textContent ?? null;
