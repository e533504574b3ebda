import type { FloatPicture } from '@chemigram/renderer';

/** Linear light in the colours of sRGB (BT.709) as the same in those of Rec. 2020, to the rows r, g, b: Rec. ITU-R BT.2087. */
const TO_REC2020 = [
  [0.627404, 0.329283, 0.043313],
  [0.069097, 0.91954, 0.011362],
  [0.016391, 0.088013, 0.895595],
] as const;

/** Light in the colours of sRGB as the same light in those of Rec. 2020; what lies beyond either stays. In its place. */
export function intoRec2020(light: FloatPicture): FloatPicture {
  const { data } = light;
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
    for (let c = 0; c < 3; c++) {
      const [fromR, fromG, fromB] = TO_REC2020[c]!;
      data[i + c] = fromR * r + fromG * g + fromB * b;
    }
  }
  return light;
}
