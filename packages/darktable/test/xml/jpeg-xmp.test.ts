import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractXmpFromJpeg } from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';
import { worksOrRefuses } from '../support.ts';

const segment = (marker: number, body: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(body as Uint8Array);
  return Buffer.concat([Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 0xff]), bytes]);
};
const SOI = Buffer.from([0xff, 0xd8]);
const SCAN = Buffer.concat([segment(0xda, 'x'), Buffer.from('http://ns.adobe.com/xap/1.0/\0<late/>')]);
const XMP = segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x>ä</x>');

describe('the XMP in a JPEG', () => {
  test('is found behind other segments and fill bytes', () => {
    const exif = segment(0xe1, 'Exif\0\0');
    const fill = Buffer.from([0xff, 0xff]);
    expect(extractXmpFromJpeg(Buffer.concat([SOI, segment(0xe0, 'JFIF'), exif, fill, XMP, SCAN]))).toBe('<x>ä</x>');
  });

  test('is null where there is none before the scan', () => {
    expect(extractXmpFromJpeg(Buffer.concat([SOI, segment(0xe0, 'JFIF'), SCAN]))).toBeNull();
  });

  test('what is no JPEG or cut off is refused', () => {
    expect(refusal(() => extractXmpFromJpeg(Buffer.from('\x89PNG'))).code).toBe('invalid_input');
    expect(refusal(() => extractXmpFromJpeg(new Uint8Array())).code).toBe('invalid_input');
    for (let length = 2; length < XMP.length + 2; length++) {
      expect(refusal(() => extractXmpFromJpeg(Buffer.concat([SOI, XMP]).subarray(0, length))).code).toBe(
        'invalid_input',
      );
    }
  });

  test('any bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(worksOrRefuses(() => extractXmpFromJpeg(Buffer.concat([SOI, bytes])))).toBe(true);
      }),
    );
  });
});
