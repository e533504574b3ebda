import { extname } from 'node:path';
import type { Setting } from '../darktable-options.ts';
import { readLog } from '../answers/log.ts';
import type { LogFacts } from '../answers/log.ts';
import type { RenderOrder } from '../render-order.ts';
import { WarmGone } from './warm-darktable.ts';

/** An ending that nobody can take for a part of a path or a field. */
const PLAIN_ENDING = /^\.[A-Za-z0-9]{1,8}$/;

/** Settings of every warm darktable: it writes back the sidecar that it read at import, which proves what it loaded. */
export const WARM_SETTINGS: readonly Setting[] = [
  ['write_sidecar_files', 'on import'],
  ['plugins/lighttable/export/high_quality_processing', 'FALSE'],
];

/** An order that a warm darktable may be given. */
export type WarmableOrder = RenderOrder & { readonly xmp: string };

/** Whether a warm darktable gives the same as darktable-cli: light it does, metadata and variables it does not. */
export function isForWarm(order: RenderOrder): order is WarmableOrder {
  return (
    order.format === 'pfm' &&
    order.profile !== 'srgb' &&
    order.xmp !== null &&
    order.highQuality !== true &&
    (order.asks ?? []).length === 0 &&
    PLAIN_ENDING.test(extname(order.source))
  );
}

/** What it logged of an order. @throws WarmGone where that says nothing of a picture */
export function factsOf(log: string): LogFacts {
  try {
    return readLog(log);
  } catch (cause) {
    throw new WarmGone((cause as Error).message, { cause });
  }
}
