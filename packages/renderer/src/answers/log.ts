import { ChemigramError } from '@chemigram/errors';

/**
 * Lines by which darktable tells that something asked was not done, while it still exits 0. Seen on 4.2.1, 5.0.1 and
 * 5.4.1 (the first four; test/fixtures), or read in their sources.
 *
 * Not all is told: 5.x says nothing of a module's parameters of a newer version or a wrong length, no version of newer
 * blending. What is known beforehand is refused (`refuseUnreadable`), the rest shows in the history that comes back with
 * the picture: loaded-as-asked.ts.
 */
const TROUBLE: readonly RegExp[] = [
  /cannot get iop-order/i,
  /history module not used but enabled/i,
  /is not installed on this computer/i,
  /version mismatch/i,
  /cannot convert .*(params|blend)/i,
  /can'?t convert .*(params|blend)/i,
  /legacy_params/i,
  /cannot find the module/i,
  /error loading masks/i,
  /raster mask .*(not found|can't|cannot)/i,
  /can't read raster mask/i,
  /unable to load (the )?(history|xmp)/i,
  /error: can't open xmp/i,
  /skipped blending in module/i,
  /memory allocation failed|out of memory/i,
];

/** "[dt_imageio_export] imgid 1, pipe 1734x1156, range" in 4.2; "[dt_imageio_export] export imgid 1, 1734x1156 -->" in 5.x. */
const FULL_SIZE = /\[dt_imageio_export\].*imgid \d+, (?:pipe )?(\d+)x(\d+)/;
/** 4.2 says by which factor the picture is scaled, with seven digits; it is not exactly that of the sizes. */
const SCALE = /\[dt_imageio_export\].* scale ([\d.]+),/;
/** 4.2 prints the list on the next line with a count behind it, 5.x after "modules:" on the same line. */
const MODULES = /\[dt_imageio_export_with_flags\]\s+(?:modules:)?\s*([a-z][a-z0-9_. ()-]*)/;

export interface LogFacts {
  readonly full: { readonly width: number; readonly height: number };
  /** Pixels of the rendered picture per full-size pixel where darktable says it; null where it follows from the sizes. */
  readonly scale: number | null;
  readonly modules: readonly string[];
  readonly trouble: readonly string[];
}

/**
 * Reads what darktable-cli printed with `-d imageio`.
 * @throws darktable_failed when the size line is missing: then nothing was exported.
 */
export function readLog(text: string): LogFacts {
  const size = FULL_SIZE.exec(text);
  const scale = SCALE.exec(text);
  const modules = MODULES.exec(text);
  if (size === null || modules === null) {
    throw new ChemigramError('darktable_failed', `darktable exported nothing. Its last words: ${lastWords(text)}`, {
      hint: 'See whether darktable itself opens this file; a damaged or unknown raw is the usual cause.',
    });
  }
  return {
    full: { width: Number(size[1]), height: Number(size[2]) },
    scale: scale === null ? null : Number(scale[1]),
    modules: modules[1]!
      .replace(/\(\d+\)/, '')
      .trim()
      .split(/\s+/),
    trouble: text
      .split('\n')
      .filter((line) => TROUBLE.some((pattern) => pattern.test(line)))
      .map((line) => line.trim()),
  };
}

/**
 * Whether darktable gave up on the photo itself: it tells the size of what it exports once it has opened it, and without that
 * either ends with such words (4.2, 5.0 and 5.4) or with a crash of one of the libraries that it opens photos with.
 * @param killedBy the signal that ended it
 */
export const couldNotOpen = (text: string, killedBy: string | null): boolean =>
  !FULL_SIZE.test(text) && (killedBy === null ? GIVES_UP.test(text) : CRASHES.includes(killedBy));
/** The first of a file with bytes in it and an ending that it knows, the second of others. */
const GIVES_UP = /\[imageio_storage_disk\] could not export to file|^no images to export/m;
const CRASHES: readonly string[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS'];

/** "[export_job] exported to `result.jpg'": the file is closed. A darktable that dies after that has done its work. */
export const saysExported = (text: string): boolean => /\[export_job\] exported to/.test(text);

/** The end of a log without its noise, for an error message. */
export function lastWords(text: string): string {
  const noise = /running darktable as root|^\s*$|Copyright|->|Compile options|See https/;
  return (
    text
      .split('\n')
      .filter((line) => !noise.test(line))
      .slice(-3)
      .join(' | ')
      .slice(-400) || '(none)'
  );
}
