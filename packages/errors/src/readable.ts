/** So many characters of the beginning and of the end of a text are told; who gave a megabyte is not given it back. */
const TOLD = 1000;

/** What moves the cursor, colours a terminal or turns the writing round, and halves of characters. */
const UNREADABLE = /[\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?![\t\n])\p{Cc}/gu;

/** A text that quotes what somebody gave, as it may be printed anywhere: in bounds, what cannot be seen by its code. */
export function readable(text: string): string {
  const told = text.length <= 2 * TOLD ? text : `${text.slice(0, TOLD)} ... ${text.slice(-TOLD)}`;
  return told.replace(UNREADABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
