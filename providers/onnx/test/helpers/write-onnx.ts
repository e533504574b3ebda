/**
 * Writes ONNX models of a few nodes: protobuf by hand, as much of onnx.proto as such models need. Field numbers are those
 * of onnx.proto; values are written in the wire types 0 (varint), 2 (bytes) and 5 (float).
 */
type ElementType = 'float32' | 'float16' | 'uint8' | 'int64';
export const ELEMENT: Record<ElementType, number> = { float32: 1, uint8: 2, int64: 7, float16: 10 };
const IR_VERSION = 8;
const OPSET = 13;

export interface Value {
  readonly name: string;
  readonly type?: ElementType;
  /** A name stands for any size. */
  readonly shape: readonly (number | string)[];
}

export interface Constant {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** Numbers of attributes are whole ones, or lists of such. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly constants?: readonly Constant[];
  readonly nodes: readonly Node[];
}

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
};
const number = (field: number, value: number): Buffer => Buffer.concat([varint(field << 3), varint(value)]);
const bytes = (field: number, value: Buffer | string): Buffer => {
  const content = Buffer.from(value);
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
};
const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts));

const attribute = ([name, value]: readonly [string, number | readonly number[]]): Buffer =>
  typeof value === 'number'
    ? message(5, bytes(1, name), number(3, value), number(20, 2))
    : message(5, bytes(1, name), ...value.map((v) => number(8, v)), number(20, 7));

const node = ({ op, inputs, outputs, attributes = {} }: Node): Buffer =>
  message(
    1,
    ...inputs.map((name) => bytes(1, name)),
    ...outputs.map((name) => bytes(2, name)),
    bytes(4, op),
    ...Object.entries(attributes).map(attribute),
  );

const constant = ({ name, dims, values }: Constant): Buffer =>
  message(
    5,
    ...dims.map((side) => number(1, side)),
    number(2, values instanceof Float32Array ? ELEMENT.float32 : ELEMENT.int64),
    bytes(8, name),
    bytes(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );

const value = (field: number, { name, type = 'float32', shape }: Value): Buffer => {
  const sides = shape.map((side) => message(1, typeof side === 'number' ? number(1, side) : bytes(2, side)));
  return message(field, bytes(1, name), message(2, message(1, number(1, ELEMENT[type]), message(2, ...sides))));
};

/** The bytes of a .onnx file. */
export function onnxBytes({ inputs, outputs, constants = [], nodes }: Graph): Buffer {
  const graph = message(
    7,
    ...nodes.map(node),
    bytes(2, 'made by a test'),
    ...constants.map(constant),
    ...inputs.map((input) => value(11, input)),
    ...outputs.map((output) => value(12, output)),
  );
  return Buffer.concat([number(1, IR_VERSION), message(8, bytes(1, ''), number(2, OPSET)), graph]);
}
