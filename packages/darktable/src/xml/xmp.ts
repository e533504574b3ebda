/**
 * The XMP side of a sidecar: where properties live in the RDF. A property of a resource may be an attribute (as
 * darktable writes it) or a child element (as exiftool rewrites it); both are read, and both are kept on writing.
 */
import type { Document, Element } from '@xmldom/xmldom';
import { ChemigramError } from '@chemigram/errors';

export const NS = {
  x: 'adobe:ns:meta/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xmlns: 'http://www.w3.org/2000/xmlns/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpMM: 'http://ns.adobe.com/xap/1.0/mm/',
  darktable: 'http://darktable.sf.net/',
  crs: 'http://ns.adobe.com/camera-raw-settings/1.0/',
} as const;

/** The child elements of `parent`, optionally only those of one name. */
export function childElements(parent: Element, namespace?: string, local?: string): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType !== node.ELEMENT_NODE) continue;
    const element = node as Element;
    if (namespace === undefined || (element.namespaceURI === namespace && element.localName === local)) {
      found.push(element);
    }
  }
  return found;
}

/** All rdf:Description elements of the packet. @throws ChemigramError invalid_input when this is no XMP */
export function descriptions(document: Document): Element[] {
  const root = document.documentElement!;
  const rdf = isNamed(root, NS.rdf, 'RDF') ? root : childElements(root, NS.rdf, 'RDF')[0];
  const all = rdf && (rdf === root || isNamed(root, NS.x, 'xmpmeta')) ? childElements(rdf, NS.rdf, 'Description') : [];
  if (all.length === 0) {
    throw new ChemigramError(
      'invalid_input',
      `reading an XMP: <${root.nodeName}> holds no rdf:RDF with a description`,
      {
        hint: 'Give an XMP file as darktable writes it beside a photo.',
      },
    );
  }
  return all;
}

const isNamed = (element: Element, namespace: string, local: string): boolean =>
  element.namespaceURI === namespace && element.localName === local;

/** The text of a simple property, or null. */
export function getProperty(resource: Element, namespace: string, local: string): string | null {
  if (resource.hasAttributeNS(namespace, local)) return resource.getAttributeNS(namespace, local);
  return childElements(resource, namespace, local)[0]?.textContent ?? null;
}

/** The description that holds the property, or null. */
export const holderOf = (all: Element[], namespace: string, local: string): Element | null =>
  all.find((d) => d.hasAttributeNS(namespace, local) || childElements(d, namespace, local).length > 0) ?? null;

/** Whether any property of a namespace stands in the descriptions. */
export const setsAnyOf = (all: Element[], namespace: string): boolean =>
  all.some(
    (d) =>
      Array.from(d.attributes).some((a) => a.namespaceURI === namespace) ||
      childElements(d).some((e) => e.namespaceURI === namespace),
  );

/** Sets, adds or (null) removes a simple property where it stands, or on `fallback` when it is new. */
export function setProperty(all: Element[], fallback: Element, local: string, value: string | null): void {
  const holder = holderOf(all, NS.darktable, local) ?? fallback;
  const element = childElements(holder, NS.darktable, local)[0];
  if (value === null) {
    holder.removeAttributeNS(NS.darktable, local);
    if (element) holder.removeChild(element);
  } else if (element) element.textContent = value;
  else setAttribute(holder, NS.darktable, `darktable:${local}`, value);
}

/** Sets an attribute under the prefix that the document already uses for its namespace. */
export function setAttribute(element: Element, namespace: string, name: string, value: string): void {
  const [prefix, local] = name.split(':') as [string, string];
  element.setAttributeNS(namespace, `${element.lookupPrefix(namespace) ?? prefix}:${local}`, value);
}

/** The rdf:li elements of the ordered list property `local`; empty when there is none. */
export function listItems(all: Element[], local: string): Element[] {
  const seq = sequenceOf(all, local);
  return seq ? childElements(seq, NS.rdf, 'li') : [];
}

function sequenceOf(all: Element[], local: string): Element | null {
  const holder = holderOf(all, NS.darktable, local);
  const property = holder && childElements(holder, NS.darktable, local)[0];
  return property ? (childElements(property, NS.rdf, 'Seq')[0] ?? null) : null;
}

/** Replaces the items of the ordered list property `local`, which is created on `fallback` when it is new. */
export function setListItems(all: Element[], fallback: Element, local: string, items: Element[]): void {
  const seq = sequenceOf(all, local) ?? newSequence(all, fallback, local);
  while (seq.firstChild) seq.removeChild(seq.firstChild);
  for (const item of items) seq.appendChild(item);
}

function newSequence(all: Element[], fallback: Element, local: string): Element {
  const document = fallback.ownerDocument!;
  const holder = holderOf(all, NS.darktable, local) ?? fallback;
  const existing = childElements(holder, NS.darktable, local)[0];
  const property = existing ?? document.createElementNS(NS.darktable, `darktable:${local}`);
  if (!existing) holder.appendChild(property);
  const seq = document.createElementNS(NS.rdf, 'rdf:Seq');
  property.appendChild(seq);
  return seq;
}

/** A resource's simple properties by qualified name (`darktable:num`), in order. */
export function simpleProperties(resource: Element): Array<{ namespace: string; name: string; value: string }> {
  const found: Array<{ namespace: string; name: string; value: string }> = [];
  for (const attribute of Array.from(resource.attributes)) {
    const namespace = attribute.namespaceURI ?? '';
    if (namespace === NS.xmlns || namespace === NS.rdf) continue;
    found.push({ namespace, name: attribute.name, value: attribute.value });
  }
  // exiftool nests a description into the item instead of saying parseType="Resource".
  for (const child of childElements(resource)) {
    if (isNamed(child, NS.rdf, 'Description')) found.push(...simpleProperties(child));
    else if (childElements(child).length === 0) {
      found.push({ namespace: child.namespaceURI ?? '', name: child.nodeName, value: child.textContent ?? '' });
    }
  }
  return found;
}
