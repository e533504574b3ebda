import { ChemigramError } from '@chemigram/errors';

/** A change of a text that somebody else edits too: one passage for another, or something at its end. */
export interface TextEdit {
  /** What is there and goes, letter by letter; left out, `new_text` is added at the end. */
  old_text?: string | undefined;
  /** What comes instead; empty takes the old text away. */
  new_text: string;
}

/**
 * The text with the change made and every other byte as it was: nothing is reformatted, line endings are those of the
 * text.
 *
 * @param name how errors name the text
 * @throws ChemigramError not_found when the old text is not there, conflict when it is there more than once,
 *   invalid_input when nothing would change
 */
export function editText(text: string, { old_text, new_text }: TextEdit, name: string): string {
  const ending = lineEnding(text);
  const own = (given: string): string => given.replaceAll(/\r?\n/g, ending);
  const added = own(new_text);
  const next = old_text === undefined ? appended(text, added, ending) : replaced(text, own(old_text), added, name);
  if (next !== text) return next;
  throw new ChemigramError('invalid_input', `This would change nothing in ${name}.`, {
    field: 'new_text',
    hint: 'Give the words that are to stand there.',
  });
}

/** Whether a change has been made in a text that may have been edited since: what it brings is there, or what it takes is gone. */
export function isMadeIn(text: string, { old_text, new_text }: TextEdit): boolean {
  const plain = (given: string): string => given.replaceAll('\r\n', '\n');
  const [has, brings] = [(part: string) => plain(text).includes(plain(part)), new_text !== ''];
  if (old_text === undefined || plain(new_text).includes(plain(old_text))) return brings && has(new_text);
  return !has(old_text);
}

/** CRLF where more lines end so than otherwise. */
function lineEnding(text: string): string {
  const windows = text.split('\r\n').length - 1;
  return windows > text.split('\n').length - 1 - windows ? '\r\n' : '\n';
}

function appended(text: string, added: string, ending: string): string {
  if (added.trim() === '') return text;
  const open = text !== '' && !text.endsWith('\n');
  return `${text}${open ? ending : ''}${added}${added.endsWith('\n') ? '' : ending}`;
}

function replaced(text: string, old: string, added: string, name: string): string {
  const first = text.indexOf(old);
  if (first === -1) {
    throw new ChemigramError('not_found', `${name} does not hold the text that is to be replaced (any more).`, {
      field: 'old_text',
      hint: 'Read it again with read_context and copy the passage letter by letter; somebody may have edited it.',
    });
  }
  if (text.indexOf(old, first + 1) !== -1) {
    throw new ChemigramError('conflict', `${name} holds the text that is to be replaced more than once.`, {
      field: 'old_text',
      hint: 'Give more of what stands around it, so that it is there once.',
    });
  }
  return text.slice(0, first) + added + text.slice(first + old.length);
}
