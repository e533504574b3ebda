import type { RenderOrder } from './render-order.ts';
import type { WorkerFolder } from './worker-folders.ts';

/** A setting of darktable by its name there. */
export type Setting = readonly [name: string, value: string | number];

const JPEG_QUALITY = 92;
const PNG_BITS = 8;
const TIFF_BITS = 16;

/** What each format is told for an order, by darktable's own names. */
const FORMAT_SETTINGS: Readonly<Record<RenderOrder['format'], (order: RenderOrder) => Record<string, number>>> = {
  jpeg: ({ quality }) => ({ quality: quality ?? JPEG_QUALITY }),
  png: ({ bits }) => ({ bpp: bits ?? PNG_BITS }),
  tiff: ({ bits }) => ({ bpp: bits ?? TIFF_BITS }),
  pfm: () => ({}),
};

/** darktable's names and numbers of our profiles. */
export const PROFILES: Readonly<Record<RenderOrder['profile'], { name: string; number: number }>> = {
  srgb: { name: 'SRGB', number: 1 },
  linear: { name: 'LIN_REC2020', number: 4 },
  'linear-srgb': { name: 'LIN_REC709', number: 3 },
};

/**
 * Before its first picture 4.2 takes 0.65 s to see how quick the processor is, to weigh it against OpenCL, which is off. Any
 * number above 0 is an answer that was found before (src/common/opencl.c).
 */
const MEASURED_BEFORE: Setting = ['dt_cpubenchmark', 1];

/** darktable's own options, behind `--core`: folders of its own, its settings, and the log that log.ts reads. */
export const coreOptions = (folder: Pick<WorkerFolder, 'config' | 'cache'>, settings: readonly Setting[]): string[] => [
  '--library',
  ':memory:',
  '--configdir',
  folder.config,
  '--cachedir',
  folder.cache,
  '--disable-opencl',
  // The log tells the full size, the scale and the modules that ran: see log.ts.
  '-d',
  'imageio',
  ...[MEASURED_BEFORE, ...settings].flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
];

/** The arguments of darktable-cli after the files; facts of its help and of `man darktable-cli`. */
export function optionsOf(order: RenderOrder, worker: Pick<WorkerFolder, 'config' | 'cache'>): string[] {
  const box = String(order.box ?? 0);
  const format = Object.entries(FORMAT_SETTINGS[order.format](order)).map(([name, value]): Setting => [
    `plugins/imageio/format/${order.format}/${name}`,
    value,
  ]);
  const compress: Setting[] =
    order.format === 'tiff' ? [['plugins/imageio/format/tiff/compress', order.compress === false ? 0 : 1]] : [];
  return [
    '--width',
    box,
    '--height',
    box,
    '--hq',
    String(order.highQuality === true),
    '--apply-custom-presets',
    'false',
    '--icc-type',
    PROFILES[order.profile].name,
    '--core',
    ...coreOptions(worker, [['write_sidecar_files', 'never'], ...format, ...compress]),
  ];
}
