/**
 * Where demosaic's parameters say how colours are made of the sensor's (seen in versions 4 and 6, which 4.2.1 to 5.4.1 write; the
 * first has no such number), and its bit for sensors of X-Trans.
 */
const METHOD = 12;
const OF_XTRANS = 1024;

/** Whether demosaic's parameters, of any version, are those of a sensor of X-Trans; else of Bayer's, or of none. */
export function isOfXTrans(params: Uint8Array): boolean {
  if (params.length < METHOD + 4) return false;
  const view = new DataView(params.buffer, params.byteOffset, params.byteLength);
  return (view.getInt32(METHOD, true) & OF_XTRANS) !== 0;
}
