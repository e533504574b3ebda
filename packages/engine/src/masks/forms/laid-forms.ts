import type { Raster } from '@chemigram/mask';
import type { Geometry } from '../../geometry/geometry.ts';
import type { FormNode } from './form-tree.ts';

/** Forms on one picture, and the opacity that they have there. */
export interface LaidForms {
  readonly geometry: Geometry;
  readonly node: FormNode;
  readonly opacity: Raster;
}
