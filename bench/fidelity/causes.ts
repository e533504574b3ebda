/** Why cases fall short, as far as it was found out; each goes when its cause does. */
export const CAUSES: readonly string[] = [
  '**Saturation bands by parametric range (0.74 / 0.11 on the generated raw):** which pixels are how saturated on the display depends on ' +
    'colour and brightness together; a product of ranges can bend one edge of a band with brightness, not both. It is told.',
  '**A path with what has little colour on a noisy raw (0.78 where 0.83 is asked):** alone, the band is what is saturated, turned ' +
    'round; beside a form darktable cannot turn a range round, and noise has no outlines that could take its place. It is told.',
  '**A brush after a crop, turned by 180 degrees (0.983; told 0.999):** a stroke is so thin that a third of a pixel decides; ' +
    'where that comes from was not found out. The error stays at 0.002.',
  '**Scattered pixels as an external raster, in a picture that is scaled (a saturation band 0.98):** darktable resamples the raster ' +
    'to the size that it renders; at the full size of the photo it is exact.',
  '**Combinations, as measured at ff007d7 (exclusions down to 0.72):** they are made by products too since then, and were not ' +
    'measured again on 4.2.1.',
];
