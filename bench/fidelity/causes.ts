/** Why cases fall short, as far as it was found out; each goes when its cause does. */
export const CAUSES: readonly string[] = [
  '**Saturation bands by parametric range (down to 0.68 / 0.24 on a raw):** which pixels are how saturated on the display depends on ' +
    'colour and brightness together; a product of ranges can bend one edge of a band with brightness, not both. It is told.',
  '**Hue bands of nearly grey pixels (0.80 to 0.90 on raws):** their hue is noise, which differs between the input of the edit and ' +
    'the display. It is told.',
  '**Scattered pixels as an external raster, in a picture that is scaled (a saturation band 0.98):** darktable resamples the raster ' +
    'to the size that it renders; at the full size of the photo it is exact.',
];
