import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBlob, encodeBlob } from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';
import { worksOrRefuses } from '../support.ts';

describe('blobs in attributes', () => {
  test('any bytes come back from hex, from gz and from the form chosen by size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.constantFrom('auto', 'hex', 'gz'), (bytes, how) => {
        expect(decodeBlob(encodeBlob(bytes, how as 'auto'), bytes.length)).toEqual(bytes);
      }),
    );
  });

  test('up to 100 bytes stay plain lower-case hex, more are compressed', () => {
    expect(encodeBlob(Uint8Array.of(0, 171, 255))).toBe('00abff');
    expect(encodeBlob(new Uint8Array(100))).toMatch(/^0{200}$/);
    expect(encodeBlob(new Uint8Array(101))).toMatch(/^gz\d\d/);
  });

  test('the two digits are the expansion factor, 99 at most', () => {
    const text = encodeBlob(new Uint8Array(420), 'gz');
    const packed = Buffer.from(text.slice(4), 'base64').length;
    expect(Number(text.slice(2, 4))).toBe(Math.floor(420 / packed) + 1);
    expect(encodeBlob(new Uint8Array(1_000_000), 'gz')).toMatch(/^gz99/);
  });

  test('a blob that darktable compressed is read', () => {
    const blend = decodeBlob('gz14eJxjYIAACQYYOOHEgAZY0QVwggZ7CB6pfNoAAE8gGQg=');
    expect(blend.length).toBe(420);
    expect(new DataView(blend.buffer).getFloat32(16, true)).toBe(100);
  });

  test.each(['0', '0G', 'AB', 'gz', 'gz14', 'gz1xeJxj', 'gz14eJxjYIAACQ', 'gz14!!!!', ' 00', 'gz14AAAA'])(
    '%j is refused',
    (text) => {
      expect(refusal(() => decodeBlob(text)).code).toBe('invalid_input');
    },
  );

  test('another length than expected is refused, and says both', () => {
    expect(refusal(() => decodeBlob('0000', 4)).message).toContain('2 bytes, 4 required');
  });

  test('a small text that would unpack to gigabytes is refused', () => {
    const bomb = encodeBlob(new Uint8Array(17 * 1024 * 1024), 'gz');
    expect(refusal(() => decodeBlob(bomb)).code).toBe('invalid_input');
  });

  test('no text at all makes it fail with anything but a refusal', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((s) => `gz14${s}`),
        ),
        (text) => {
          expect(worksOrRefuses(() => decodeBlob(text))).toBe(true);
        },
      ),
    );
  });
});
