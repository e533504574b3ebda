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

/** What the spots of a move are drawn with. */
export interface SpotDrawing {
  /** Of the frame that the spots were said in. */
  readonly geometry: Geometry;
  /** 0..1, how much of the repair is seen. */
  readonly strength: number;
  /** Shown in darktable beside module and forms. */
  readonly name: string;
  /** What form ids are made of. */
  readonly identity: string;
  readonly colours: SpotColours;
}

/** The spots of one move as one instance of retouch. */
export function spotLayer(spots: readonly Spot[], drawing: SpotDrawing): Layer {
  const { strength, name, identity } = drawing;
  const pieces = [...spots.entries()].flatMap(([i, spot]) => piecesOf(spot, i, drawing));
  if (pieces.length > RETOUCH_FORMS) {
    throw new ChemigramError(
      'unsupported_by_darktable',
      `The spots need ${pieces.length} of darktable's forms; one move has room for ${RETOUCH_FORMS}.`,
      { field: 'spots', hint: 'Give fewer spots a call: several calls add up.' },
    );
  }
  const group = formId(`${identity}/group`);
  const members = pieces.map(({ form }, i): GroupMember => ({
    formId: form.id,
    parentId: group,
    state: MEMBER_VISIBLE | (i === 0 ? 0 : MEMBER_STATE.UNION),
    opacity: strength,
  }));
  const codec = moduleCodec(RETOUCH);
  return {
    operation: RETOUCH,
    version: codec.version,
    params: codec.write(retouchParams(pieces.map(({ done }) => done))),
    name,
    blend: { ...uniformBlend(BLEND_CST.RGB_SCENE), maskId: group },
    forms: [...pieces.map(({ form }) => form), { id: group, name, form: { kind: 'group', members }, usage: 'clone' }],
  };
}

/** One of darktable's forms for a spot, and what is done there. */
interface Piece {
  readonly form: NamedForm;
  readonly done: RetouchForm;
}

function piecesOf(spot: Spot, i: number, { geometry, name, identity, colours }: SpotDrawing): Piece[] {
  const { displayed } = geometry;
  const copies = spot.kind === 'heal' || spot.kind === 'clone';
  const colour = colours[i];
  const blurRadius =
    spot.blur === undefined
      ? radiusOfSpot(spot, displayed) * BLUR_OF_RADIUS
      : spot.blur * Math.min(displayed.width, displayed.height);
  return formsOfShape(shapeOfSpot(spot, displayed), geometry).map((form, piece): Piece => {
    const id = formId(`${identity}/${i}/${piece}`);
    return {
      form: {
        id,
        name: `${name}.${spot.kind}${i + 1}`,
        form,
        usage: copies ? 'clone' : 'nonclone',
        ...(copies ? { source: sourceOf(form, spot, geometry) } : {}),
      },
      done: { formId: id, algorithm: spot.kind, blurRadius, ...(colour === undefined ? {} : { colour }) },
    };
  });
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
