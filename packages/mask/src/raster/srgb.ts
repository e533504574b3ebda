/** Linear light 0..1 of an sRGB value 0..1 (IEC 61966-2-1). */
export const linearOf = (encoded: number): number =>
  encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
