/**
 * One rdf:li of darktable's history or masks_history: its known properties by name, the unknown ones kept.
 */
import type { Document, Element } from '@xmldom/xmldom';
import { ChemigramError } from '@chemigram/errors';
import { NS, setAttribute, simpleProperties } from './xmp.ts';

/** Unknown properties by qualified name, in the order in which they stood. */
export type Extra = Readonly<Record<string, string>>;

/** The properties of one item: taken one by one, what is left over is unknown. */
export class ItemFields {
  readonly #where: string;
  readonly #known = new Map<string, string>();
  readonly #unknown: Record<string, string> = {};

  /** @param where path for messages, as `history[3]`. @param known local names in darktable's namespace */
  constructor(element: Element, where: string, known: readonly string[]) {
    this.#where = where;
    for (const { namespace, name, value } of simpleProperties(element)) {
      const local = name.slice(name.indexOf(':') + 1);
      if (namespace === NS.darktable && known.includes(local)) this.#known.set(local, value);
      else this.#unknown[name] = value;
    }
  }

  get extra(): Extra {
    return this.#unknown;
  }

  text(name: string, fallback?: string): string {
    const value = this.#known.get(name) ?? fallback;
    if (value === undefined) {
      // darktable drops the WHOLE history when one item lacks what identifies it.
      throw new ChemigramError('invalid_input', `reading ${this.#where}: darktable:${name} is missing`, {
        field: `${this.#where}.${name}`,
      });
    }
    return value;
  }

  has(name: string): boolean {
    return this.#known.has(name);
  }

  int(name: string, fallback?: number): number {
    const value = this.#known.get(name);
    if (value === undefined && fallback !== undefined) return fallback;
    return parseInt32(this.text(name), `${this.#where}.${name}`);
  }
}

/** A 32-bit integer as XMP spells it. @throws ChemigramError invalid_input */
export function parseInt32(text: string, field: string): number {
  const value = Number(text);
  if (!/^\s*[+-]?\d{1,10}\s*$/.test(text) || value < -0x80000000 || value > 0x7fffffff) {
    throw new ChemigramError('invalid_input', `reading ${field}: ${JSON.stringify(text)} is not a 32-bit integer`, {
      field,
    });
  }
  return value;
}

/** What XML 1.0 cannot carry, not even escaped: control characters but tab and line ends, lone surrogates, U+FFFE, U+FFFF. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Whether XML 1.0 can carry the text (its production "Char"). */
export const fitsXml = (text: string): boolean => unfitForXml(text) === null;

/** The first character that XML 1.0 cannot carry, as U+0007; null where there is none. */
export function unfitForXml(text: string): string | null {
  const code = NOT_XML.exec(text)?.[0].codePointAt(0);
  return code === undefined ? null : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** An rdf:li with these properties as attributes; values of undefined are left out. */
export function buildItem(
  document: Document,
  scope: Element,
  fields: ReadonlyArray<readonly [name: string, value: string | number | undefined]>,
  extra: Extra,
): Element {
  const li = document.createElementNS(NS.rdf, 'rdf:li');
  for (const [name, value] of fields) {
    if (value === undefined) continue;
    if (!fitsXml(String(value))) {
      throw new ChemigramError('invalid_input', `writing darktable:${name}: a character that XML cannot carry`, {
        field: name,
      });
    }
    li.setAttributeNS(NS.darktable, `darktable:${name}`, String(value));
  }
  for (const [name, value] of Object.entries(extra)) {
    const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
    const namespace = prefix === '' ? null : (scope.lookupNamespaceURI(prefix) ?? knownNamespace(prefix));
    if (namespace === null) li.setAttribute(name, value);
    else setAttribute(li, namespace, name, value);
  }
  return li;
}

const knownNamespace = (prefix: string): string | null => (NS as Record<string, string>)[prefix] ?? null;
