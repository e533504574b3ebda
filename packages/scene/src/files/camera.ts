import { type Matrix3, multiply, REC709_TO_XYZ, type Rgb } from './colour.ts';

/** The camera that took the scene: invented, with the colour response of an ordinary full-frame body. */
export const CAMERA = {
  make: 'Chemigram',
  model: 'Scene One',
  /** XYZ under D65 to the sensor's own RGB, in the size and signs that real cameras have. */
  colorMatrix: [
    [0.6722, -0.0635, -0.0963],
    [-0.4287, 1.246, 0.2028],
    [-0.0908, 0.2162, 0.5668],
  ] as Matrix3,
  blackLevel: 512,
  /** Of 14 bits, a little below the ceiling as in real cameras. */
  whiteLevel: 15_871,
  /** Electrons at the white level, and the noise of reading one pixel in electrons: base sensitivity. */
  fullWell: 48_000,
  readNoise: 4,
} as const;

/** Linear Rec.709 to the sensor's RGB, scaled so that the scene's white is 1 in green. */
export function sceneToSensor(): Matrix3 {
  const m = multiply(CAMERA.colorMatrix, REC709_TO_XYZ);
  const green = m[1][0] + m[1][1] + m[1][2];
  const scaledRow = (row: Rgb): Rgb => [row[0] / green, row[1] / green, row[2] / green];
  return [scaledRow(m[0]), scaledRow(m[1]), scaledRow(m[2])];
}

/** The sensor's answer to the scene's white, green 1: what a DNG calls AsShotNeutral. */
export function asShotNeutral(): Rgb {
  const [r, , b] = sceneToSensor();
  return [r[0] + r[1] + r[2], 1, b[0] + b[1] + b[2]];
}
