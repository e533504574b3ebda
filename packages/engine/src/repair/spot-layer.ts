import {
  BLEND_CST,
  MEMBER_STATE,
  MEMBER_VISIBLE,
  moduleCodec,
  retouchParams,
  RETOUCH_FORMS,
  uniformBlend,
} from '@chemigram/darktable';
import type { Form, GroupMember, Point, RetouchForm } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import type { Spot } from '@chemigram/workspace';
import type { Layer, NamedForm } from '../develop/development.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { pixelOf } from '../geometry/geometry.ts';
import { formId, formsOfShape } from '../masks/forms/write-forms.ts';
import { boxOfSpot, pointOf, radiusOfSpot, shapeOfSpot } from './spot-shape.ts';

/** darktable's module for spots. */
export const RETOUCH = 'retouch';

/** How far a blur spreads when nothing is said, in radii of the spot: what is smaller than it is gone. */
const BLUR_OF_RADIUS = 1;

export interface SpotColours {
  /** Of the spot with this number: the colour that it is filled with, as the module sees it. */
  readonly [spot: number]: readonly [number, number, number];
}

/**
 * The spots of one move as one instance of retouch.
 * @param geometry of the frame that the spots were said in
 * @param strength 0..1, how much of the repair is seen
 * @param name shown in darktable beside module and forms, and with `identity` what form ids are made of
 */
export function spotLayer(
  spots: readonly Spot[],
  {
    geometry,
    strength,
    name,
    identity,
    colours,
  }: {
    readonly geometry: Geometry;
    readonly strength: number;
    readonly name: string;
    readonly identity: string;
    readonly colours: SpotColours;
  },
): Layer {
  const { displayed } = geometry;
  const forms: NamedForm[] = [];
  const done: RetouchForm[] = [];
  for (const [i, spot] of spots.entries()) {
    const copies = spot.kind === 'heal' || spot.kind === 'clone';
    const blurRadius =
      spot.blur === undefined
        ? radiusOfSpot(spot, displayed) * BLUR_OF_RADIUS
        : spot.blur * Math.min(displayed.width, displayed.height);
    for (const [piece, form] of formsOfShape(shapeOfSpot(spot, displayed), geometry).entries()) {
      const id = formId(`${identity}/${i}/${piece}`);
      forms.push({
        id,
        name: `${name}.${spot.kind}${i + 1}`,
        form,
        usage: copies ? 'clone' : 'nonclone',
        ...(copies ? { source: sourceOf(form, spot, geometry) } : {}),
      });
      const colour = colours[i];
      done.push({ formId: id, algorithm: spot.kind, blurRadius, ...(colour === undefined ? {} : { colour }) });
    }
  }
  if (done.length > RETOUCH_FORMS) {
    throw new ChemigramError(
      'unsupported_by_darktable',
      `The spots need ${done.length} of darktable's forms; one move has room for ${RETOUCH_FORMS}.`,
      { field: 'spots', hint: 'Give fewer spots a call: several calls add up.' },
    );
  }
  const group = formId(`${identity}/group`);
  const members = done.map(({ formId: member }, i): GroupMember => ({
    formId: member,
    parentId: group,
    state: MEMBER_VISIBLE | (i === 0 ? 0 : MEMBER_STATE.UNION),
    opacity: strength,
  }));
  const codec = moduleCodec(RETOUCH);
  return {
    operation: RETOUCH,
    version: codec.version,
    params: codec.write(retouchParams(done)),
    name,
    blend: { ...uniformBlend(BLEND_CST.RGB_SCENE), maskId: group },
    forms: [...forms, { id: group, name, form: { kind: 'group', members }, usage: 'clone' }],
  };
}

/**
 * Where darktable copies a form from: the place of its centre or first node, moved by as much as the spot's middle is to
 * be. Moved on the displayed picture, so that a lens or a perspective between the two is followed.
 */
function sourceOf(form: Form, spot: Spot, geometry: Geometry): Point {
  const { displayed, stored } = geometry;
  const box = boxOfSpot(spot, displayed);
  const [sx, sy] = pointOf(spot.source!);
  const [u, v] = anchorOf(form);
  const [x, y] = geometry.toDisplayed(u * stored.width, v * stored.height);
  const [su, sv] = geometry.toStored(x + (sx - box.x) * displayed.width, y + (sy - box.y) * displayed.height);
  const pixel = pixelOf(geometry);
  const further = (at: number, from: number): number => at - pixel * wholeSteps((at - from) / pixel);
  return [further(u * stored.width, su) / stored.width, further(v * stored.height, sv) / stored.height];
}

/**
 * A distance in pixels that darktable makes the nearest whole number of: it cuts off what is behind the point (4.2.1 to
 * 5.4.1, src/iop/retouch.c takes the float as an int), which made 25 of 25.9999.
 */
const wholeSteps = (distance: number): number => {
  const steps = Math.round(distance);
  return steps + 0.5 * Math.sign(steps);
};

function anchorOf(form: Form): Point {
  if (form.kind === 'ellipse') return form.center;
  if (form.kind === 'path') return form.nodes[0]!.corner;
  throw new TypeError(`A spot is no ${form.kind}.`);
}
