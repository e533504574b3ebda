import { sep } from 'node:path';

/**
 * How darktable is asked what it knows of a photo: it fills variables into the name of the file that it exports, and
 * its log says that name. Each variable is a folder of its own, for a file name has 255 bytes and a lens 128.
 */

/** Stands for a slash within a value ("24-105mm f/4L"): a photo's EXIF must not choose the folder that is written to. */
const SLASH = '\u2044';
/** So that no folder is called "..", whatever the value is. */
const MARK = '=';

/** The path of a result below its folder, whose folders are the values of darktable's variables ("EXIF.LENS"). */
export const askingPath = (variables: readonly string[], file: string): string =>
  [...variables.map((name) => `${MARK}$(${name}//\\//${SLASH})`), file].join(sep);

/** "[export_job] exported to `/folder/result.jpg'", the last words of 4.2 and 5.x on a picture. */
const EXPORTED = /\[export_job\] exported to `(.*)'/;

/** The path that darktable made of askingPath below `folder`, and the values; null where its log does not say it. */
export function toldPath(log: string, folder: string): { path: string; told: string[] } | null {
  const path = EXPORTED.exec(log)?.[1];
  if (path === undefined || !path.startsWith(folder + sep)) return null;
  const parts = path.slice(folder.length + sep.length).split(sep);
  return { path, told: parts.slice(0, -1).map((part) => part.slice(MARK.length).replaceAll(SLASH, '/')) };
}
