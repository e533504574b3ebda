import { crc32, deflateSync } from 'node:zlib';

/** Small enough that a check is quick, large enough for what looks for things. */
const SIZE = { width: 240, height: 160 };
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** IHDR's last five bytes: 8 bits, RGB, and the only compression, filter and order that matter here. */
const RGB8 = [8, 2, 0, 0, 0];

/**
 * A PNG to detect on: a blue sky over green ground, a red disc before it with an edge, and twelve dark specks. The same
 * bytes each time.
 */
export function testPicture(): Buffer {
  const { width, height } = SIZE;
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(colourAt(x, y), y * (1 + 3 * width) + 1 + 3 * x);
  }
  const head = Buffer.alloc(8);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([head, Buffer.from(RGB8)])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The disc, for hints: its middle and a point beside it, fractions of the picture. */
export const ON_DISC: [number, number] = [0.6, 0.55];
export const OFF_DISC: [number, number] = [0.1, 0.1];
const DISC_RADIUS = 38;
const SPECKS = 12;
const SPECK_RADIUS = 3;

function colourAt(x: number, y: number): [number, number, number] {
  const { width, height } = SIZE;
  for (let i = 0; i < SPECKS; i++) {
    // Spread over the left half by steps that never meet.
    const [cx, cy] = [20 + ((i * 53) % (width / 2 - 40)), 20 + ((i * 37) % (height - 40))];
    if (Math.hypot(x - cx, y - cy) <= SPECK_RADIUS) return [25, 22, 20];
  }
  if (Math.hypot(x - ON_DISC[0] * width, y - ON_DISC[1] * height) <= DISC_RADIUS) return [205, 60, 50];
  const grain = ((x * 7 + y * 13) % 5) - 2;
  if (y < height / 2) return [120 + grain, 165 + grain, 225 + grain];
  return [70 + grain, 120 + grain, 60 + grain];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
