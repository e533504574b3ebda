// The real server, which says on stderr how much is alive in it whenever SIGUSR2 asks.
import { queryObjects } from 'node:v8';

/** Counted when garbage is collected. A listener is a function, whatever it listens to; what waits is a promise. */
const KINDS = { functions: Function, promises: Promise } as const;

process.on('SIGUSR2', () => {
  const counts = Object.entries(KINDS).map(([kind, of]) => [kind, queryObjects(of, { format: 'count' })]);
  process.stderr.write(`alive ${JSON.stringify(Object.fromEntries(counts))}\n`);
});

await import('./real-server.ts');
