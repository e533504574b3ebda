import { readFile, stat } from 'node:fs/promises';
import type { ErrorReport, Outcome, PictureFile } from '@chemigram/engine';
import type { CallToolResult } from '@modelcontextprotocol/server';

type Content = CallToolResult['content'][number];

/** Hosts drop or shrink larger pictures, and each is paid for in the model's context. */
export const PICTURE_BYTES_MAX = 700_000;

const text = (text: string): Content => ({ type: 'text', text });

/** One picture: path and exact size in words, and itself where it is small enough. */
async function pictureContent(picture: PictureFile): Promise<Content[]> {
  const what = `Picture: ${picture.width} x ${picture.height} pixels, ${picture.path}`;
  try {
    const { size } = await stat(picture.path);
    if (size > PICTURE_BYTES_MAX) {
      const limit = PICTURE_BYTES_MAX / 1000;
      return [
        text(
          `${what}\nIt is not shown here: ${Math.ceil(size / 1000)} kB, more than ${limit} kB. Ask for a smaller size or open the path.`,
        ),
      ];
    }
    const data = (await readFile(picture.path)).toString('base64');
    return [text(what), { type: 'image', data, mimeType: picture.mimeType }];
  } catch {
    return [text(`${what}\nIt is not shown here: the file cannot be read any more.`)];
  }
}

/** A success: the result as data and as the same JSON in text, then its pictures. */
export async function answerOf(outcome: Outcome): Promise<CallToolResult> {
  const pictures = await Promise.all((outcome.pictures ?? []).map(pictureContent));
  return {
    content: [text(JSON.stringify(outcome.result)), ...pictures.flat()],
    structuredContent: outcome.result,
  };
}

/** A refusal or failure that the model reads and can act upon. */
export function refusalOf(error: ErrorReport): CallToolResult {
  const lines = [
    `${error.code}: ${error.message}`,
    ...(error.field === undefined ? [] : [`Field: ${error.field}`]),
    ...(error.hint === undefined ? [] : [`Hint: ${error.hint}`]),
  ];
  return { isError: true, content: [text(lines.join('\n'))], structuredContent: { error: { ...error } } };
}
