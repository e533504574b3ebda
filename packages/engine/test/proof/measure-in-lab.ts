import { BLEND_CST, CHANNELS, channelValues, moduleCodec, uniformBlend } from '@chemigram/darktable';
import type { BlendParams } from '@chemigram/darktable';
import { resample } from '@chemigram/mask';
import type { Mask, Raster } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import { baselineUpTo } from '../../src/develop/baseline.ts';
import { developSidecar } from '../../src/develop/development.ts';
import type { Layer, NamedForm } from '../../src/develop/development.ts';
import { maskOn } from '../../src/photos/developer.ts';
import type { Developer, Development } from '../../src/photos/developer.ts';
import { compared, placedToStay } from '../../src/photos/masks/measured-opacity.ts';
import type { MeasuredMask } from '../../src/photos/masks/measured-opacity.ts';

/** A module that works in Lab and, so set, makes every pixel much brighter and leaves it where it is. */
const OPERATION = 'lowpass';
const BRIGHTER = { radius: 0.1, brightness: 1.5 };
/** A change of L, or of the light, of 1, below which it says nothing of the opacity: the light of what is dark is little. */
const TOO_LITTLE = { lightness: 0.02, light: 0.002 };
const SIZE = 1024;

/**
 * What darktable does with a mask of a module in Lab: its blend is straight in L, or, where it looks at channels of RGB, in the
 * light. So the opacity is that share of the way to what the module does without a mask, which a third render has.
 */
export async function measureInLab(developer: Developer, mask: Mask, on: Development): Promise<MeasuredMask> {
  const request = { ...maskOn(on, mask, 'measure'), space: 'lab', operation: OPERATION } as const;
  const placed = await placedToStay(developer, request);
  const { version, write } = moduleCodec(OPERATION);
  const brighter = (blend: BlendParams, forms: readonly NamedForm[]): Layer => ({
    operation: OPERATION,
    version,
    params: write(BRIGHTER),
    name: 'measure',
    blend,
    forms,
  });
  const masked = brighter(placed.blend, placed.forms);
  const [space, channel, tooLittle] =
    placed.blend.blendCst === BLEND_CST.LAB
      ? [BLEND_CST.LAB, CHANNELS[BLEND_CST.LAB].L, TOO_LITTLE.lightness]
      : [BLEND_CST.RGB_SCENE, CHANNELS[BLEND_CST.RGB_SCENE].gray, TOO_LITTLE.light];
  const lightness = async (layers: readonly Layer[]): Promise<FloatPicture> => {
    const { sidecar } = await developer.session.baseline();
    const linear = baselineUpTo(sidecar, 'scene');
    const picture = await developer.session.linear(developSidecar(linear, [...on.layers, ...layers]), SIZE);
    return { ...picture, data: channelValues(space, channel, picture.data) };
  };
  const without = await lightness([]);
  const whole = await lightness([brighter(uniformBlend(space), [])]);
  const { data } = await lightness([{ ...masked, maskSources: await placed.sources() }]);
  const asked = resample(placed.asked(), without);
  let dark = 0;
  const measured: Raster = {
    width: without.width,
    height: without.height,
    data: data.map((through, i) => {
      const [before, after] = [without.data[i]!, whole.data[i]!];
      if (after - before >= tooLittle) return (through - before) / (after - before);
      dark++;
      return asked.data[i]!;
    }),
  };
  return compared(placed, asked, measured, dark);
}
