import type { RenderOrder } from './render-order.ts';
import type { WorkerFolder } from './worker-folders.ts';

const conf = (key: string, value: string | number): string[] => ['--conf', `${key}=${value}`];

const JPEG_QUALITY = 92;
const PNG_BITS = 8;
const TIFF_BITS = 16;

/** What each format reads from darktable's settings. */
const FORMAT_SETTINGS: Readonly<Record<RenderOrder['format'], (order: RenderOrder) => string[]>> = {
  jpeg: ({ quality }) => conf('plugins/imageio/format/jpeg/quality', quality ?? JPEG_QUALITY),
  png: ({ bits }) => conf('plugins/imageio/format/png/bpp', bits ?? PNG_BITS),
  tiff: ({ bits, compress }) => [
    ...conf('plugins/imageio/format/tiff/bpp', bits ?? TIFF_BITS),
    ...conf('plugins/imageio/format/tiff/compress', compress === false ? 0 : 1),
  ],
  pfm: () => [],
};

/** The arguments of darktable-cli after the files; facts of its help and of `man darktable-cli`. */
export function optionsOf(order: RenderOrder, worker: Pick<WorkerFolder, 'config' | 'cache'>): string[] {
  const box = String(order.box ?? 0);
  const quality = order.highQuality === true ? 'true' : 'false';
  const profile = order.profile === 'linear' ? 'LIN_REC2020' : 'SRGB';
  const cli = [
    '--width',
    box,
    '--height',
    box,
    '--hq',
    quality,
    '--apply-custom-presets',
    'false',
    '--icc-type',
    profile,
  ];
  const core = ['--library', ':memory:', '--configdir', worker.config, '--cachedir', worker.cache, '--disable-opencl'];
  // The log tells the full size, the scale and the modules that ran: see log.ts.
  const log = ['-d', 'imageio'];
  return [
    ...cli,
    '--core',
    ...core,
    ...log,
    ...conf('write_sidecar_files', 'never'),
    ...FORMAT_SETTINGS[order.format](order),
  ];
}
