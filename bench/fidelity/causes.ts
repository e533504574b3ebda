/** Why cases fall short, as far as it was found out; each goes when its cause does. */
export const CAUSES: readonly string[] = [
  '**Saturation bands by parametric range (0.74 / 0.11 on the generated raw):** which pixels are how saturated on the display depends on ' +
    'colour and brightness together; a product of ranges can bend one edge of a band with brightness, not both. It is told.',
  '**A path with what has little colour on a chart, by parametric range (0.78 where 0.83 is asked):** the bar is that of the band alone over the whole ' +
    'picture (0.860 on 4.2.1); within the path, where it is looked at, the same mask of the band agrees by 0.811. Alone it is what is saturated, ' +
    'turned round; beside a form darktable cannot turn a range round, and noise has no outlines that could take its place. It is told.',
  '**Scattered pixels as an external raster, in a picture that is scaled (a saturation band of a raw 0.95 to 0.99):** darktable ' +
    'scales the raster with the picture: at two thirds of the size every other pixel keeps 0.63 of itself each way. It is told; at the full ' +
    'size of the photo it is exact.',
  '**Bands and names of next to nothing (magentas and reds in the noise of the generated raw 0.70 on 4.2.1, magentas 0.14 on 5.0.1; 2 to 3 % of the picture):** ' +
    'single pixels of noise differ in all channels at once; no range or outline has them. It is told beforehand.',
];
