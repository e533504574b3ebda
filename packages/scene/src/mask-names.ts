/**
 * What the truth masks name. sky + ridge + sea + foreground + subject = 1 on every pixel (to the rounding of 8 bits);
 * sun and cloud are parts of sky, face is a part of subject.
 */
export const MASK_NAMES = ['sky', 'sun', 'cloud', 'ridge', 'sea', 'foreground', 'subject', 'face'] as const;
export type MaskName = (typeof MASK_NAMES)[number];
