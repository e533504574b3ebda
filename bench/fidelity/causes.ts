/** Why cases fall short, as far as it was found out; each goes when its cause does. */
export const CAUSES: readonly string[] = [
  '**A brush (0.981 to 0.984, traced):** five steps of opacity stand for its soft edge; the step at half opacity decides the IoU. The ' +
    'error stays at 0.003.',
  '**A gradient excluded with a path (0.965 to 0.973):** darktable excludes as the larger of a(1-b) and b(1-a), the language adds the ' +
    'two. It is told.',
  '**A brush excluded with a form, both soft (0.90 to 0.93; told 0.99):** whole soft edges are at half opacity, where a trifle ' +
    'decides; the error stays at 0.006.',
  '**A hard brush excluded with a hard form, framed (0.72; told 1.00):** two regions that touch in a point are traced as one outline. ' +
    '`offsetRing` makes it smaller by the growth of darktable’s drawing, which parts it in two, and keeps the larger only: the other ' +
    'region is lost. The prediction does not shrink it, and so does not see it.',
  '**Scattered pixels, traced (a saturation band 0.80; told 0.95):** the same, many times over, is the likeliest cause; it was not proved.',
  '**Saturation bands by parametric range (down to 0.68 / 0.24 on a raw):** which pixels are how saturated on the display depends on ' +
    'colour and brightness together; a product of ranges can bend one edge of a band with brightness, not both. It is told.',
  '**Hue bands of nearly grey pixels (0.80 to 0.90 on raws):** their hue is noise, which differs between the input of the edit and ' +
    'the display. It is told.',
  '**Scattered pixels as an external raster, in a picture that is scaled (a saturation band 0.98):** darktable resamples the raster ' +
    'to the size that it renders; at the full size of the photo it is exact.',
];
