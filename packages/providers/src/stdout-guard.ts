import { Writable } from 'node:stream';

/**
 * Keeps everything but the protocol off stdout. Returns the stream that still leads to the real stdout; from then on
 * whatever else writes to `process.stdout` (console.log of a dependency too) comes out on stderr.
 */
export function guardStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  const wire = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, written) {
      write(chunk, (error) => written(error));
    },
  });
  // Each answer that the client has not taken yet waits for the wire by a listener: as many as were asked for at one time.
  wire.setMaxListeners(0);
  // A client that closed its end shows up here and nowhere else.
  process.stdout.on('error', (error) => wire.destroy(error));
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return wire;
}
