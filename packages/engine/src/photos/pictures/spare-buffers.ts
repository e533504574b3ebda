/** As many as two pictures on their way to files need, each with its opacity. */
const KEPT = 4;
const spare: ArrayBuffer[] = [];

/**
 * A buffer for the time of `work`, with whatever the last one left in it.
 *
 * Pictures are drawn and encoded by the megabyte; taking new memory for each made the garbage collector stop every
 * second mask preview for 20 ms.
 */
export async function withBuffer<T>(bytes: number, work: (buffer: ArrayBuffer) => Promise<T>): Promise<T> {
  const at = spare.findIndex(({ byteLength }) => byteLength === bytes);
  const buffer = at < 0 ? new ArrayBuffer(bytes) : spare.splice(at, 1)[0]!;
  try {
    return await work(buffer);
  } finally {
    spare.push(buffer);
    if (spare.length > KEPT) spare.shift();
  }
}
