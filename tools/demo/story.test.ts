import { compare, parseMask, type Picture, rasterise } from '@chemigram/mask';
import { makeScene, truthMask } from '@chemigram/scene';
import { describe, expect, it } from 'vitest';
import { ANY_PHOTO, iguanaStory } from './story.ts';

const scene = makeScene({ width: 600, height: 400 });
/** The preview that the masks' pixels are of, and the size that they are compared at. */
const coords = { width: 1280, height: 853 };
const size = { width: 600, height: 400 };

describe('the iguana’s story', () => {
  it.each(iguanaStory(scene))('points at the $meant', ({ mask, meant }) => {
    const { mask: parsed, notes } = parseMask(mask(coords), coords);
    expect(notes).toEqual([]);
    const drawn = rasterise(parsed, size, {});
    expect(compare(drawn, { ...size, data: truthMask(scene, meant!, size) }).iou).toBeGreaterThan(0.9);
  });
});

describe('the story for any photo', () => {
  const grey: Picture = { width: 60, height: 40, rgb: new Uint8Array(60 * 40 * 3).fill(20) };

  it.each(ANY_PHOTO)('$said has a mask that selects something', ({ mask }) => {
    const { mask: parsed, notes } = parseMask(mask(coords), grey);
    expect(notes).toEqual([]);
    expect(Math.max(...rasterise(parsed, grey, { picture: grey }).data)).toBeGreaterThan(0.5);
  });
});
