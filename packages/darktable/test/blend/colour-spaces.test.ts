import { inWorkingProfile } from '@chemigram/darktable';
import { expect, test } from 'vitest';

test.each([
  ['sRGB', 1],
  ['Adobe RGB', 2],
  ['linear Rec. 709', 3],
  ['linear ProPhoto RGB', 21],
])('what is grey is grey in %s: darktable sees no hue and no saturation of it there', (_, profile) => {
  for (const light of [0.01, 0.18, 0.9, 3]) {
    const [r, g, b] = inWorkingProfile(profile, Float32Array.of(light, light, light))!;
    expect(Math.abs(r! - g!), `light of ${light}`).toBeLessThan(1e-6 * Math.max(1, light));
    expect(Math.abs(b! - g!), `light of ${light}`).toBeLessThan(1e-6 * Math.max(1, light));
  }
});
