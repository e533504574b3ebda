import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { defaultPackDirs } from '../../../packages/vocabulary/src/index.ts';
import { casesOf } from '../group.ts';
import type { Group } from '../group.ts';

/** Masks of subjects given as grey pictures, each on its own photo. */
export const TRACED: Group = {
  name: 'traced',
  kind: 'traced',
  batches: ({ subjects }) =>
    subjects.map(({ name, photo, raster }) => ({
      photo,
      cases: [
        { name, spec: { kind: 'raster', path: raster } },
        { name: `all but ${name}`, spec: { kind: 'raster', path: raster, invert: true } },
      ],
    })),
};

/** Every named mask of the shipped packs; on found photographs too, for they are found in the picture. */
export const NAMED: Group = {
  name: 'named',
  kind: 'named',
  batches: (photos) =>
    photos.few.map((photo) => ({
      photo,
      cases: casesOf(Object.fromEntries(shippedNames().map((name) => [name, { kind: 'named', name }]))),
    })),
};

const shippedNames = (): string[] =>
  defaultPackDirs()
    .flatMap((pack) => readdirSync(join(pack, 'masks')))
    .map((file) => parse(file).name)
    .sort();
