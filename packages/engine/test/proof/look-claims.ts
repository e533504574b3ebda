/** What the shipped looks say of themselves, as far as pixels can tell. */

/** Numbers of a part of a displayed picture; look-measures.ts says how they are taken. */
export type Measure =
  | 'light'
  | 'contrast'
  | 'colour'
  | 'warmth'
  | 'redness'
  | 'magenta'
  | 'detail'
  | 'blacks'
  | 'whites';
/** A part of the picture by its tones or colours before the look. */
export type Part = 'shadows' | 'lights' | 'greys' | 'reds' | 'yellows' | 'greens' | 'aquas' | 'blues' | 'magentas';
type Mask = `mask_${string}`;

/** Such as "light down beyond mask_subject", "warmth up of greens", or "nothing in mask_subject". */
export type Claim =
  | `${Measure} ${'up' | 'down'}${'' | ` of ${Part}`}${'' | ` in ${Mask}` | ` beyond ${Mask}`}`
  | `nothing ${'in' | 'beyond'} ${Mask}`;

export const LOOK_CLAIMS: Readonly<Record<string, readonly Claim[]>> = {
  look_portrait_background_dim: ['light down beyond mask_subject', 'colour down beyond mask_subject', 'nothing in mask_subject'], // prettier-ignore
  look_portrait_bright_airy: ['light up', 'blacks up', 'contrast down', 'warmth up'],
  look_portrait_dramatic: ['light down beyond mask_subject', 'colour down beyond mask_subject', 'contrast up in mask_subject', 'blacks down'], // prettier-ignore
  look_portrait_even_skin: ['colour down of reds in mask_skin_region', 'light up of reds in mask_skin_region', 'nothing beyond mask_skin_region'], // prettier-ignore
  look_portrait_glow: ['detail down', 'warmth up'],
  look_portrait_golden_hour: ['warmth up', 'light up in mask_subject', 'detail down beyond mask_subject'],
  look_portrait_matte: ['blacks up', 'colour down', 'contrast down'],
  look_portrait_soft_skin: ['detail down in mask_skin_region', 'light up in mask_skin_region', 'detail up in mask_eye_region'], // prettier-ignore

  look_landscape_autumn: ['redness up of greens', 'redness up of yellows', 'warmth up of greens'],
  look_landscape_clear_distance: ['contrast up', 'detail up', 'blacks down'],
  look_landscape_dramatic_sky: ['light down in mask_sky', 'contrast up in mask_sky', 'nothing beyond mask_sky'],
  look_landscape_lush_green: ['colour up in mask_foliage_green', 'light up in mask_foliage_green', 'detail up in mask_foliage_green'], // prettier-ignore
  look_landscape_misty_morning: ['contrast down', 'colour down', 'warmth down', 'blacks up'],
  look_landscape_natural: ['colour up', 'whites down', 'light down in mask_sky'],
  look_landscape_sunset: ['warmth up of lights', 'light down in mask_sky', 'colour up in mask_sky'],
  look_landscape_turquoise_water: ['magenta down of blues in mask_water_blue_cyan', 'light up of blues in mask_water_blue_cyan', 'nothing beyond mask_water_blue_cyan'], // prettier-ignore
  look_landscape_winter: ['light up', 'whites up', 'colour down of blues', 'detail up'],

  look_wildlife_against_the_sky: ['light up in mask_subject', 'blacks up in mask_subject', 'detail up in mask_subject', 'light down beyond mask_subject'], // prettier-ignore
  look_wildlife_bright_eye: ['light up in mask_eye_region', 'detail up in mask_eye_region', 'nothing beyond mask_eye_region'], // prettier-ignore
  look_wildlife_golden_savanna: ['warmth up', 'redness up of greens', 'detail up in mask_subject', 'light down beyond mask_subject'], // prettier-ignore
  look_wildlife_sharp_subject: ['detail up in mask_subject', 'light up in mask_subject', 'detail down beyond mask_subject', 'colour down beyond mask_subject'], // prettier-ignore

  look_food_dark_and_moody: ['light down beyond mask_subject', 'colour down beyond mask_subject', 'contrast up in mask_subject', 'warmth up of greys in mask_subject'], // prettier-ignore
  look_food_fresh: ['light up', 'warmth up', 'colour up', 'detail up in mask_subject'],
  look_product_clean: ['light up beyond mask_subject', 'colour down beyond mask_subject', 'detail up in mask_subject'],
  look_product_dark_luxury: ['light down beyond mask_subject', 'colour down beyond mask_subject', 'detail up in mask_subject', 'contrast up in mask_subject'], // prettier-ignore

  look_bw_classic: ['colour down', 'detail up'],
  look_bw_dark_sky: ['colour down', 'light down in mask_blues', 'contrast up'],
  look_bw_high_contrast: ['colour down', 'contrast up of greys', 'blacks down of greys', 'detail up'],
  look_bw_infrared: ['colour down', 'light up of greens', 'light down of blues'],
  look_bw_noir: ['colour down', 'light down', 'contrast up of greys', 'blacks down of greys'],
  look_bw_sepia: ['colour down', 'warmth up', 'blacks up'],
  look_bw_soft: ['colour down', 'contrast down', 'blacks up', 'light up'],

  look_film_cross_process: ['contrast up', 'warmth down in mask_shadows', 'warmth up in mask_highlights', 'magenta down in mask_highlights'], // prettier-ignore
  look_film_eighties: ['contrast up', 'magenta up of shadows', 'warmth up of lights'],
  look_film_faded_print: ['blacks up', 'contrast down', 'colour down', 'warmth up'],
  look_film_instant: ['blacks up', 'contrast down', 'warmth down of shadows', 'warmth up of lights', 'detail down'],
  look_film_seventies: ['warmth up', 'blacks up of greys', 'contrast down'],
  look_film_sixties_slide: ['contrast up', 'colour up of reds', 'light down of blues', 'blacks down'],
  look_film_slide: ['contrast up', 'colour up', 'blacks down'],
  look_film_warm_negative: ['warmth up', 'light up', 'blacks up', 'contrast down'],

  look_cinematic_bleach_bypass: ['colour down', 'contrast up of greys', 'detail up'],
  look_cinematic_desert: ['warmth up', 'colour down of greens', 'colour down of blues', 'contrast up'],
  look_cinematic_moody: ['light down', 'colour down', 'warmth down of greys in mask_shadows', 'whites down'],
  look_cinematic_neon_night: ['light down', 'warmth down of shadows', 'magenta up of lights'],
  look_cinematic_night: ['light down', 'colour down of reds', 'warmth down'],
  look_cinematic_pastel: ['light up', 'contrast down', 'blacks up', 'warmth up of greys', 'colour down of greens'],
  look_cinematic_teal_orange: ['warmth down in mask_shadows', 'warmth up in mask_highlights', 'contrast up'], // prettier-ignore
};
