/**
 * XML in and out, with the door guarded: no DOCTYPE (so no entities of its own), bounded size and depth, and no
 * tolerance for broken markup. Everything that the DOM library would report or throw becomes invalid_input.
 */
import { DOMParser, XMLSerializer, type Document } from '@xmldom/xmldom';
import { ChemigramError } from '@chemigram/errors';

/** The largest sidecars seen have hundreds of brush strokes and stay below 5 million characters. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** An XMP packet of darktable is 6 deep; other programs' structures add a few. */
const MAX_DEPTH = 64;

/** What a document is to be, for messages. */
export interface Wanted {
  /** "an XMP". */
  readonly what: string;
  readonly hint: string;
}

const SIDECAR: Wanted = { what: 'an XMP', hint: 'Give an XMP file as darktable writes it beside a photo.' };

/** What is wrong with the text, without the name of the format that was wanted. */
class Damage extends Error {}

const refuse = (why: string, cause?: unknown): Damage => new Damage(why, { cause });

/** Markup that is passed over as a whole: [opening, closing]. */
const SKIPPED: ReadonlyArray<readonly [string, string]> = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/** One pass over the tags, before any parser builds a tree from them: refuses DOCTYPE and deep nesting. */
function checkOutline(xml: string): void {
  let depth = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const skipped = SKIPPED.find(([open]) => xml.startsWith(open, at));
    if (skipped) {
      const end = xml.indexOf(skipped[1], at + skipped[0].length);
      if (end === -1) throw refuse(`${skipped[0]} at character ${at} is never closed`);
      at = end + skipped[1].length;
      continue;
    }
    if (xml.startsWith('<!', at)) throw refuse('a document type declaration (DOCTYPE) is not accepted');
    const end = tagEnd(xml, at);
    if (xml[at + 1] === '/') depth--;
    else if (xml[end - 1] !== '/') depth++;
    if (depth > MAX_DEPTH) throw refuse(`nested deeper than ${MAX_DEPTH} elements`);
    at = end + 1;
  }
}

/** Where the tag that opens at `at` closes; a `>` inside a quoted attribute value does not count. */
function tagEnd(xml: string, at: number): number {
  let quote = '';
  for (let i = at + 1; i < xml.length; i++) {
    const c = xml[i]!;
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '>') return i;
  }
  throw refuse(`the tag at character ${at} is never closed`);
}

/** xmldom warns of U+FFFD, which XML may carry: a name that some program cut in the middle of a character ends in it. */
const SUSPECTED = 'Unicode replacement character detected';

/** The document of `xml`. @throws ChemigramError invalid_input */
export function parseXml(xml: string, wanted: Wanted = SIDECAR): Document {
  try {
    return parse(xml);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new ChemigramError('invalid_input', `reading ${wanted.what}: ${error.message}`, {
      hint: wanted.hint,
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    });
  }
}

function parse(xml: string): Document {
  if (xml.length > MAX_CHARACTERS) throw refuse(`${xml.length} characters; at most ${MAX_CHARACTERS} are accepted`);
  // A byte order mark is no part of the XML.
  const text = xml.startsWith('\uFEFF') ? xml.slice(1) : xml;
  if (!/^\s*</.test(text))
    throw refuse('it does not begin with "<", so it is no XML (a picture, or another encoding than UTF-8)');
  checkOutline(text);
  let document: Document;
  // What is thrown from the handler comes out wrapped in words of the parser's own.
  let complaint: string | undefined;
  try {
    const parser = new DOMParser({
      normalizeLineEndings: lineEnds,
      onError: (_level, message) => {
        if (message.startsWith(SUSPECTED)) return;
        complaint ??= message;
        throw refuse(message);
      },
    });
    document = parser.parseFromString(text, 'text/xml');
  } catch (cause) {
    throw refuse(`it is no whole XML (${plain(complaint ?? firstLine(cause))})`, cause);
  }
  if (!document.documentElement) throw refuse('there is no element in it');
  return document;
}

/**
 * The line ends of XML 1.0 (https://www.w3.org/TR/xml/#sec-line-ends), which darktable's parser knows. The parser here
 * would take those of XML 1.1, and of a name the characters U+0085, U+2028 and U+2029.
 */
const lineEnds = (xml: string): string => xml.replaceAll(/\r\n?/g, '\n');

/** A document as text, without an XML declaration. */
export const formatXml = (document: Document): string => new XMLSerializer().serializeToString(document);

/** A complaint without the parser's words for where it comes from. */
const plain = (complaint: string): string =>
  complaint
    .split('\n')[0]!
    .replace(/^element parse error: (Error: )?/, '')
    .replace(/:$/, '');

const firstLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';
