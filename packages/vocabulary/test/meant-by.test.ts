import { describe, expect, it } from 'vitest';
import { defaultPackDirs, loadLooks, loadMasks, loadVocabulary, meantBy, type Called } from '../src/index.ts';

const vocabulary = await loadVocabulary(defaultPackDirs());
const primitives = vocabulary.list();
const looks = [...(await loadLooks(defaultPackDirs(), vocabulary)).values()];
const masks = [...(await loadMasks(defaultPackDirs())).values()];
const names = (entries: readonly Called[]): string[] => entries.map(({ name }) => name);

describe('what photographers say leads to what does it', () => {
  it.each([
    ['darken', 'exposure'],
    ['too dark', 'exposure'],
    ['underexposed', 'exposure'],
    ['light from the left', 'exposure'],
    ['moodier', 'look_cinematic_moody'],
    // Nobody who says so wishes for black and white.
    ['darker sky', 'exposure'],
    ['darken the sky', 'exposure'],
    ['burn in the sky', 'exposure'],
    ['lift the face', 'exposure'],
    ['brighten her face', 'exposure'],
    ['graduated filter', 'exposure'],
    ['cool the sky', 'warmth'],
    ['less red', 'mix_reds'],
    ['red skin', 'look_portrait_even_skin'],
    ['the skin is too red', 'look_portrait_even_skin'],
    ['level it', 'straighten'],
    ['straighten horizon', 'straighten'],
    ['tilted', 'straighten'],
    ['rotate left', 'quarter_turn'],
    ['rotate by 90 degrees', 'quarter_turn'],
    ['upside down', 'quarter_turn'],
    ["it's on its side", 'quarter_turn'],
    ['portrait', 'quarter_turn'],
    ['flip', 'mirror'],
    ['flip horizontally', 'mirror'],
    ['mirror image', 'mirror'],
    ['dusty', 'spots'],
    ['remove a person', 'spots'],
    ['erase', 'spots'],
    ['softer light', 'contrast'],
    ['muddy', 'contrast'],
    ['punchier', 'contrast'],
    ['background blur', 'blur'],
    ['purple fringes', 'defringe'],
    ['darken edges', 'vignette'],
    ['brighten eyes', 'look_wildlife_bright_eye'],
    ['whiten teeth', 'mix_yellows'],
    ['soften skin', 'look_portrait_soft_skin'],
    ['skin smoothing', 'look_portrait_soft_skin'],
    ['faded film', 'look_film_faded_print'],
    ['too blue', 'warmth'],
    ['color', 'saturation'],
    ['greener grass', 'mix_greens'],
    ['less saturated', 'saturation'],
    ['lens distortion', 'lens'],
    ['lift shadows', 'shadows'],
    ['backlight', 'shadows'],
    ['hazy', 'dehaze'],
    ['square', 'crop'],
    ['4:5', 'crop'],
    ['hdr', 'highlights'],
    ['more contrast in the sky', 'contrast'],
    ['remove the haze', 'dehaze'],
    ['remove the noise', 'denoise'],
    ['remove red eyes', 'saturation'],
    ['hair light', 'exposure'],
    ['the snow is grey', 'exposure'],
    ['warm up her skin', 'warmth'],
    ['a clean white background', 'whites'],
    ['wrinkles', 'spots'],
    ['microcontrast', 'texture'],
    ['panorama', 'crop'],
    ['noise in the shadows', 'denoise'],
    ['shadow noise', 'denoise'],
    ['grain in the dark areas', 'denoise'],
    ['selective colour', 'black_and_white'],
    ['keep only one colour', 'black_and_white'],
    ['nd grad', 'exposure'],
    ['bring out the shadows', 'shadows'],
    ['recover the shadows', 'shadows'],
    ['bring back the highlights', 'highlights'],
    ['bring back the clouds', 'highlights'],
    ['her face is too red', 'look_portrait_even_skin'],
    ['less red face', 'look_portrait_even_skin'],
    ['remove the reflection', 'spots'],
    ['get rid of the logo', 'spots'],
    ['cut off the left side', 'crop'],
    ['zoom in', 'crop'],
    ['pixelate the face', 'blur'],
    ['tone down the reds', 'mix_reds'],
    ['tone down the highlights', 'highlights'],
    ['make her eyes pop', 'look_wildlife_bright_eye'],
    ["sharpen the bird's eye", 'look_wildlife_bright_eye'],
    ['change her hair colour', 'hue'],
    ['change the colour of the shirt to blue', 'hue'],
    ['a shiny forehead', 'highlights'],
    ['her skin looks green', 'tint'],
    ['remove the branch in front of the bird', 'spots'],
    ['remove the fence', 'spots'],
    ['lens flare', 'spots'],
    ['reflections on the bottle', 'spots'],
    ['heat haze', 'dehaze'],
    ['let the milky way stand out', 'clarity'],
    ['light pollution', 'warmth'],
    ['mixed lighting', 'warmth'],
    ['too much green in the shadows', 'grade_shadows'],
    ['desaturate everything but red', 'black_and_white'],
    ['reduce the contrast', 'contrast'],
    ['frequency separation', 'look_portrait_soft_skin'],
    ['bring out the clouds', 'highlights'],
    ['get rid of the cage bars', 'spots'],
    ['the black suit has no detail', 'shadows'],
    ['the walls are yellow from the lamps', 'warmth'],
    ['remove the orange cast', 'warmth'],
    ['the colors are off', 'white_balance'],
    ['make her younger', 'look_portrait_soft_skin'],
    ['make him look less tired', 'exposure'],
    ['too dark at night', 'exposure'],
    ['make it look appetizing', 'look_food_fresh'],
    ['rotate 2 degrees clockwise', 'straighten'],
    ['punchy black and white', 'look_bw_high_contrast'],
  ])('"%s": %s', (said, meant) => {
    expect(names(meantBy(said, [...primitives, ...looks]).likeliest)).toContain(meant);
  });

  it.each([
    ['blue skies', 'mask_sky'],
    ['the skin', 'mask_skin_region'],
    ['ground', 'mask_foreground'],
  ])('of masks, "%s": %s', (said, meant) => {
    expect(names(meantBy(said, masks).likeliest)).toContain(meant);
  });

  it('finds every entry first by its own name and title', () => {
    for (const entry of [...primitives, ...looks, ...masks]) {
      const all = [...primitives, ...looks, ...masks];
      expect(names(meantBy(entry.name, all).likeliest), entry.name).toContain(entry.name);
      expect(names(meantBy(entry.title.toUpperCase(), all).likeliest), entry.title).toContain(entry.name);
    }
  });
});

describe('how well it fits', () => {
  const entry = (name: string, words: string[], description = ''): Called => ({
    name,
    title: name,
    words,
    description,
  });
  const haze = entry('clear', ['haze']);
  const heatHaze = entry('shimmer', ['heat haze']);
  const misty = entry('mist', ['mist'], 'Lets haze come up.');

  it('puts the very word before other forms of it, those before longer names, and tells descriptions apart', () => {
    const hazy = entry('veil', ['hazy']);
    const meant = meantBy('haze', [misty, heatHaze, hazy, haze]);
    expect(names(meant.called)).toEqual(['clear', 'veil', 'shimmer']);
    expect(names(meant.likeliest)).toEqual(['clear']);
    expect(names(meant.mentioning)).toEqual(['mist']);
  });

  it('takes what has most of the words only where nothing has all of them', () => {
    const meant = meantBy('heat haze remover', [misty, heatHaze, haze]);
    expect(names(meant.likeliest)).toEqual(['shimmer']);
    expect(meant).toMatchObject({ called: [], mentioning: [] });
    expect(meantBy('zebra', [misty, heatHaze, haze])).toEqual({ called: [], likeliest: [], mentioning: [] });
  });

  it('guesses what is called by a word alone before what is called by it with another one', () => {
    const [spots, noise] = [entry('spots', ['dust', 'remove']), entry('noise', ['remove noise'])];
    expect(names(meantBy('remove the zebra', [noise, spots]).likeliest)).toEqual(['spots', 'noise']);
    expect(names(meantBy('remove the zebra', [noise]).likeliest)).toEqual(['noise']);
  });

  it('guesses by the rarer of two words, and by two words of one name before a description that has all', () => {
    const [soft, light, lit] = [
      entry('soft', ['soft']),
      entry('light', ['light', 'light left']),
      entry('lit', ['light']),
    ];
    expect(names(meantBy('left zebra light', [soft, light, lit]).likeliest)).toEqual(['light']);
    expect(names(meantBy('soft light', [soft, lit, entry('bright', ['light'])]).likeliest)).toEqual(['soft']);
    const skin = entry('skin', ['x'], 'Gently lit, soft, with light from the left.');
    expect(names(meantBy('softer light from the left', [skin, light, soft]).likeliest)).toEqual(['light']);
    expect(names(meantBy('gentle zebra', [skin, light, soft]).likeliest)).toEqual([]);
    expect(names(meantBy('gently lit', [skin, light, soft]).likeliest)).toEqual(['skin']);
  });

  it.each(['...', ' ', '🦎'])('finds nothing by "%s", which holds no word', (said) => {
    expect(meantBy(said, [entry('x', ['green'])])).toEqual({ called: [], likeliest: [], mentioning: [] });
  });

  it.each([
    ['green', 'greener'],
    ['sky', 'skies'],
    ['soft', 'softening'],
    ['noise', 'noisy'],
    ['grey', 'grays'],
    ['flat', 'flatter'],
    ['red', 'redness'],
    ['vignette', 'vignetting'],
  ])('knows "%s" in "%s"', (word, form) => {
    expect(meantBy(form, [entry('x', [word])]).called).toHaveLength(1);
  });

  it('knows a word by its beginning', () => {
    expect(meantBy('vign', [entry('x', ['dark vignette'])]).called).toHaveLength(1);
  });

  it.each([
    ['forest', 'for'],
    ['greenish', 'great'],
    ['glass', 'glas'],
    ['car', 'scarlet'],
    ['rain', 'grain'],
    ['arm', 'warm'],
  ])('does not take "%s" for a form of "%s"', (word, other) => {
    expect(meantBy(word, [entry('x', [other])]).called).toEqual([]);
  });
});
