import type { ModuleLayout } from './codec.ts';
import { i32, u16, type Field } from './layout.ts';

const UINT16_MAX = 65_535;
const border = (name: string): Field => i32(name, 0, 0, UINT16_MAX);

/** Sensor borders to cut (in sensor pixels), black levels and white point; darktable computes the defaults per photo. */
export const RAWPREPARE_V2: ModuleLayout = {
  operation: 'rawprepare',
  version: 2,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: [
    border('left'),
    border('top'),
    border('right'),
    border('bottom'),
    u16('raw_black_level_separate', [0, 0, 0, 0]),
    u16('raw_white_point', 0),
    /** Aligns the next member; kept because its bytes are not always zero. */
    u16('padding', 0),
    /** 0 off, 1 the embedded gain map. */
    i32('flat_field', 0, 0, 1),
  ],
};
