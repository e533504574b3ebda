/** Which of the files that hold an edit a text is. */
import { ChemigramError } from '@chemigram/errors';
import { STYLE_ROOT } from './style.ts';
import { parseXml, type Wanted } from '../xml/xml.ts';
import { descriptions, holderOf, NS, setsAnyOf } from '../xml/xmp.ts';

/** A style of darktable, a sidecar of darktable, or a preset (or sidecar) of Camera Raw and Lightroom. */
export type EditFileKind = 'style' | 'sidecar' | 'preset';

const WANTED: Wanted = {
  what: 'an edit',
  hint: 'Give a .dtstyle or a sidecar (.xmp) of darktable, or a preset (.xmp) of Lightroom or Camera Raw.',
};

/** How a .lrtemplate begins, which is a table of Lua. */
const OLD_PRESET = /^\s*s\s*=\s*\{/;

/** @throws ChemigramError invalid_input for a text that is none of them */
export function editFileKind(xml: string): EditFileKind {
  if (OLD_PRESET.test(xml)) {
    throw new ChemigramError(
      'invalid_input',
      'reading an edit: it is a preset of Lightroom from before 7.3 (.lrtemplate), which is not read; .xmp is',
      { hint: 'Lightroom Classic 7.3 and later make an .xmp of it, in their folder of presets; give that one.' },
    );
  }
  const document = parseXml(xml, WANTED);
  if (document.documentElement!.nodeName === STYLE_ROOT) return 'style';
  const all = descriptionsOrNone(document);
  if (holderOf(all, NS.darktable, 'xmp_version') !== null) return 'sidecar';
  if (setsAnyOf(all, NS.crs)) return 'preset';
  throw new ChemigramError(
    'invalid_input',
    `reading an edit: <${document.documentElement!.nodeName}> holds settings neither of darktable nor of Camera Raw`,
    { hint: WANTED.hint },
  );
}

function descriptionsOrNone(document: ReturnType<typeof parseXml>): ReturnType<typeof descriptions> {
  try {
    return descriptions(document);
  } catch {
    return [];
  }
}
