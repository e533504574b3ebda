/** Two box filters of `radius` cells each way, row by row and column by column: nearly a Gaussian. Edges repeat. */
export function blur(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  let out = values;
  for (let pass = 0; pass < 2; pass++) {
    out = boxLines(out, width, height, radius, 1, width);
    out = boxLines(out, height, width, radius, width, 1);
  }
  return out;
}

function boxLines(
  values: Float32Array,
  length: number,
  lines: number,
  radius: number,
  step: number,
  jump: number,
): Float32Array {
  const out = new Float32Array(values.length);
  const size = 2 * radius + 1;
  const last = length - 1;
  for (let line = 0; line < lines; line++) {
    const base = line * jump;
    let sum = values[base]! * radius;
    for (let k = 0; k <= radius; k++) sum += values[base + Math.min(last, k) * step]!;
    for (let k = 0; k < length; k++) {
      out[base + k * step] = sum / size;
      const enter = k + radius + 1;
      const leave = k - radius;
      sum += values[base + (enter > last ? last : enter) * step]! - values[base + (leave < 0 ? 0 : leave) * step]!;
    }
  }
  return out;
}
