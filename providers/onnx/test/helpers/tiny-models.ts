/** Models whose answer is known: a few nodes each, as a test writes them. */
import { type Constant, ELEMENT, type Graph, onnxBytes } from './write-onnx.ts';

const floats = (name: string, dims: readonly number[], values: readonly number[]): Constant => ({
  name,
  dims,
  values: Float32Array.from(values),
});
const whole = (name: string, values: readonly number[]): Constant => ({
  name,
  dims: [values.length],
  values: BigInt64Array.from(values, BigInt),
});

/**
 * steepness * (red * weights[0] + green * weights[1] + blue * weights[2] - threshold) of each pixel of an input [1, 3,
 * height, width]: a logit of what is above the threshold. One node: a convolution of 1 x 1.
 */
export function channelModel(
  size: readonly [width: number | string, height: number | string],
  weights: readonly [number, number, number],
  { threshold = 0, steepness = 1 } = {},
): Buffer {
  const [width, height] = size;
  return onnxBytes({
    inputs: [{ name: 'picture', shape: [1, 3, height, width] }],
    outputs: [{ name: 'map', shape: [1, 1, height, width] }],
    constants: [
      floats(
        'weights',
        [1, 3, 1, 1],
        weights.map((w) => w * steepness),
      ),
      floats('bias', [1], [-threshold * steepness]),
    ],
    nodes: [{ op: 'Conv', inputs: ['picture', 'weights', 'bias'], outputs: ['map'] }],
  });
}

/** Red, green and blue of each pixel (0..1) times 40: a logit for each of three kinds. */
export function coloursModel(side: number): Buffer {
  const shape = [1, 3, side, side];
  return onnxBytes({
    inputs: [{ name: 'pixel_values', shape }],
    outputs: [{ name: 'logits', shape }],
    constants: [floats('steepness', [1], [40])],
    nodes: [{ op: 'Mul', inputs: ['pixel_values', 'steepness'], outputs: ['logits'] }],
  });
}

/** As channelModel, of red, with numbers of 16 bits going in and out. */
export function halfModel(side: number): Buffer {
  return onnxBytes({
    inputs: [{ name: 'picture', type: 'float16', shape: [1, 3, side, side] }],
    outputs: [{ name: 'map', type: 'float16', shape: [1, 1, side, side] }],
    constants: [floats('weights', [1, 3, 1, 1], [1, 0, 0])],
    nodes: [
      { op: 'Cast', inputs: ['picture'], outputs: ['floats'], attributes: { to: ELEMENT.float32 } },
      { op: 'Conv', inputs: ['floats', 'weights'], outputs: ['red'] },
      { op: 'Cast', inputs: ['red'], outputs: ['map'], attributes: { to: ELEMENT.float16 } },
    ],
  });
}

/** The picture itself as an embedding: what a decoder can look at pixel by pixel. */
export function encoderModel(side: number): Buffer {
  return onnxBytes({
    inputs: [{ name: 'x', shape: [1, 3, side, side] }],
    outputs: [{ name: 'image_embeddings', shape: [1, 3, side, side] }],
    nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['image_embeddings'] }],
  });
}

/** How far outside of everything something is: a logit that nothing makes up for. */
const NEVER = -1e6;

/**
 * A decoder of the SAM kind with two masks. The first, score 0.4, is empty. The second, score 0.9, has as logits the red
 * of the embedding (0..1) less a half, times 100, within `radius` of a point that is on it and not within `radius` of one
 * that is not; and within the box of the labels 2 and 3, if there is one. Logits are of side x side.
 */
export function decoderModel(side: number, radius: number, manner: 'sam' | 'transformers' = 'sam'): Buffer {
  const centres = Array.from({ length: side * side }, (_, i) => [(i % side) + 0.5, Math.floor(i / side) + 0.5]).flat();
  const others = manner === 'transformers';
  const nodes: Graph['nodes'] = [
    ...(others ? FROM_TRANSFORMERS : []),
    // [1, n, 1, 2] against [1, 1, pixels, 2].
    { op: 'Unsqueeze', inputs: ['point_coords', 'axis2'], outputs: ['points'] },
    { op: 'Sub', inputs: ['centres', 'points'], outputs: ['offsets'] },
    { op: 'Mul', inputs: ['offsets', 'offsets'], outputs: ['squares'] },
    { op: 'ReduceSum', inputs: ['squares', 'axis3'], outputs: ['distances'], attributes: { keepdims: 0 } },
    { op: 'Sub', inputs: ['radius2', 'distances'], outputs: ['disks'] },
    { op: 'Unsqueeze', inputs: ['point_labels', 'axis2'], outputs: ['labels'] },
    ...within('on', 'one'),
    ...within('off', 'zero'),
    { op: 'Neg', inputs: ['off'], outputs: ['not_off'] },
    // Of a box: x and y less the first corner, and the other corner less x and y.
    ...corner('first', 'two', ['centres', 'at_first']),
    ...corner('second', 'three', ['at_second', 'centres']),
    { op: 'Min', inputs: ['first', 'second'], outputs: ['box'] },
    { op: 'Max', inputs: ['on', 'box'], outputs: ['asked'] },
    { op: 'Min', inputs: ['asked', 'not_off'], outputs: ['flat'] },
    { op: 'Reshape', inputs: ['flat', 'map_shape'], outputs: ['shape'] },
    { op: 'Slice', inputs: ['image_embeddings', 'from0', 'to1', 'axis1'], outputs: ['red'] },
    { op: 'Sub', inputs: ['red', 'half'], outputs: ['redder'] },
    { op: 'Mul', inputs: ['redder', 'hundred'], outputs: ['is_red'] },
    { op: 'Min', inputs: ['shape', 'is_red'], outputs: ['second_mask'] },
    { op: 'Concat', inputs: ['empty', 'second_mask'], outputs: ['low_res_masks'], attributes: { axis: 1 } },
    { op: 'Identity', inputs: ['scores'], outputs: ['iou_predictions'] },
    ...(others ? TO_TRANSFORMERS : []),
  ];
  return onnxBytes({
    inputs: [
      { name: 'image_embeddings', shape: [1, 3, side, side] },
      ...(others
        ? [
            { name: 'input_points', shape: [1, 1, 'points', 2] },
            { name: 'input_labels', type: 'int64' as const, shape: [1, 1, 'points'] },
          ]
        : [
            { name: 'point_coords', shape: [1, 'points', 2] },
            { name: 'point_labels', shape: [1, 'points'] },
            { name: 'has_mask_input', shape: [1] },
          ]),
    ],
    outputs: others
      ? [
          { name: 'pred_masks', shape: [1, 1, 2, side, side] },
          { name: 'iou_scores', shape: [1, 1, 2] },
        ]
      : [
          { name: 'low_res_masks', shape: [1, 2, side, side] },
          { name: 'iou_predictions', shape: [1, 2] },
        ],
    constants: [
      floats('centres', [1, 1, side * side, 2], centres),
      floats('radius2', [1], [radius * radius]),
      floats('never', [1], [NEVER]),
      ...[0, 1, 2, 3].map((label) => floats(['zero', 'one', 'two', 'three'][label]!, [1], [label])),
      floats('half', [1], [0.5]),
      floats('hundred', [1], [100]),
      floats('empty', [1, 1, side, side], Array<number>(side * side).fill(-1)),
      floats('scores', [1, 2], [0.4, 0.9]),
      whole('axis1', [1]),
      whole('axis2', [2]),
      whole('axis3', [3]),
      whole('from0', [0]),
      whole('to1', [1]),
      whole('map_shape', [1, 1, side, side]),
    ],
    nodes,
  });
}

/** The largest of `disks` over the points of one label; NEVER where there is none. */
const within = (name: string, label: string): Graph['nodes'] => [
  { op: 'Equal', inputs: ['labels', label], outputs: [`${name}_is`] },
  { op: 'Where', inputs: [`${name}_is`, 'disks', 'never'], outputs: [`${name}_all`] },
  { op: 'ReduceMax', inputs: [`${name}_all`], outputs: [name], attributes: { axes: [1], keepdims: 0 } },
];

/** The smaller of the two differences at the corner of one label; NEVER where there is none. */
const corner = (name: string, label: string, [from, less]: readonly [string, string]): Graph['nodes'] => [
  { op: 'Identity', inputs: ['points'], outputs: [`at_${name}`] },
  { op: 'Sub', inputs: [from, less], outputs: [`${name}_xy`] },
  { op: 'ReduceMin', inputs: [`${name}_xy`], outputs: [`${name}_least`], attributes: { axes: [3], keepdims: 0 } },
  { op: 'Equal', inputs: ['labels', label], outputs: [`${name}_is`] },
  { op: 'Where', inputs: [`${name}_is`, `${name}_least`, 'never'], outputs: [`${name}_all`] },
  { op: 'ReduceMax', inputs: [`${name}_all`], outputs: [name], attributes: { axes: [1], keepdims: 0 } },
];

/** The transformers library has one dimension more of everything, and labels as whole numbers. */
const FROM_TRANSFORMERS: Graph['nodes'] = [
  { op: 'Squeeze', inputs: ['input_points', 'axis1'], outputs: ['point_coords'] },
  { op: 'Cast', inputs: ['input_labels'], outputs: ['labels_as_floats'], attributes: { to: ELEMENT.float32 } },
  { op: 'Squeeze', inputs: ['labels_as_floats', 'axis1'], outputs: ['point_labels'] },
];
const TO_TRANSFORMERS: Graph['nodes'] = [
  { op: 'Unsqueeze', inputs: ['low_res_masks', 'axis1'], outputs: ['pred_masks'] },
  { op: 'Unsqueeze', inputs: ['iou_predictions', 'axis1'], outputs: ['iou_scores'] },
];
