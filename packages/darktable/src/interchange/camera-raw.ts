/**
 * The settings of Adobe Camera Raw and Lightroom in an XMP: a preset, or the sidecar of a photo.
 *
 * A setting is an attribute (as Lightroom writes presets) or a child element (as Camera Raw and exiftool do); lists are
 * rdf:Seq, rdf:Bag or rdf:Alt of items; masks and looks are structures of further settings.
 */
import type { Element } from '@xmldom/xmldom';
import { ChemigramError } from '@chemigram/errors';
import { parseXml, type Wanted } from '../xml/xml.ts';
import { childElements, descriptions, NS } from '../xml/xmp.ts';

export interface CameraRawSetting {
  /** Without the prefix: `Exposure2012`. */
  readonly name: string;
  /** As it stands there; of a list its items, of a structure what it is called or how many parts it has. */
  readonly value: string;
  /** Of a list of texts, such as the points of a curve. */
  readonly items?: readonly string[];
  /** Whether it holds further settings. */
  readonly structured: boolean;
}

export interface CameraRawEdit {
  /** What the preset is called; empty in a sidecar. */
  readonly name: string;
  readonly settings: readonly CameraRawSetting[];
}

const WANTED: Wanted = { what: 'a preset', hint: 'Give an .xmp preset as Lightroom or Camera Raw writes it.' };
const NAME = 'Name';

/** @throws ChemigramError invalid_input: not XML, a DOCTYPE, too large or too deep, no setting of Camera Raw in it */
export function parseCameraRaw(xml: string): CameraRawEdit {
  const settings = descriptions(parseXml(xml, WANTED)).flatMap((description) => [
    ...Array.from(description.attributes)
      .filter(({ namespaceURI }) => namespaceURI === NS.crs)
      .map(({ localName, value }) => ({ name: localName!, value: value.trim(), structured: false })),
    ...childElements(description)
      .filter(({ namespaceURI }) => namespaceURI === NS.crs)
      .map(settingOf),
  ]);
  if (settings.length === 0) {
    throw new ChemigramError('invalid_input', 'reading a preset: no setting of Camera Raw is in it', {
      hint: WANTED.hint,
    });
  }
  const name = settings.find((setting) => setting.name === NAME);
  return { name: name?.value ?? '', settings: settings.filter((setting) => setting !== name) };
}

function settingOf(element: Element): CameraRawSetting {
  const name = element.localName!;
  const list = ['Seq', 'Bag', 'Alt'].flatMap((kind) => childElements(element, NS.rdf, kind))[0];
  if (list !== undefined) {
    const entries = childElements(list, NS.rdf, 'li');
    const items = entries.map((entry) => (entry.textContent ?? '').trim());
    if (entries.every((entry) => !holdsSettings(entry))) {
      return { name, value: items.join('; '), items, structured: false };
    }
    return { name, value: `${entries.length} of them`, structured: true };
  }
  if (holdsSettings(element)) return { name, value: partName(element), structured: true };
  return { name, value: (element.textContent ?? '').trim(), structured: false };
}

const holdsSettings = (element: Element): boolean =>
  childElements(element).length > 0 ||
  Array.from(element.attributes).some(({ namespaceURI }) => namespaceURI === NS.crs);

/** A structure by the name in it: a look by that of the look. */
const partName = (element: Element): string => {
  const inner = childElements(element, NS.rdf, 'Description')[0] ?? element;
  return (
    inner.getAttributeNS(NS.crs, NAME) ?? childElements(inner, NS.crs, NAME)[0]?.textContent?.trim() ?? 'a structure'
  );
};
