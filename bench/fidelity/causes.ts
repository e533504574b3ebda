/** Why cases fall short, as far as it was found out; each goes when its cause does. */
export const CAUSES: readonly string[] = [
  '**Saturation bands by parametric range (down to 0.68 / 0.24 on a raw):** which pixels are how saturated on the display depends on ' +
    'colour and brightness together; a product of ranges can bend one edge of a band with brightness, not both. It is told.',
  '**Hue bands of nearly grey pixels (0.80 to 0.90 on raws):** their hue is noise, which differs between the input of the edit and ' +
    'the display. It is told.',
  '**Scattered pixels as an external raster, cropped, turned or of another size than the preview:** what darktable’s scaling ' +
    'takes is made up for in the whole picture as the preview shows it, not in its framings.',
];
