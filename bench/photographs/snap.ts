/** `npm run bench:snap [-- FOLDER]`: how near snapped outlines come to hand-made masks, and what it takes. See README.md. */
import { compare, outlineOpacity, snap, suggest, SUGGESTIONS, traceWithin } from '@chemigram/mask';
import { median } from '../median.ts';
import { photographs } from './photographs.ts';
import { drawn, jittered, roughOutlines } from './rough-outlines.ts';

/** How far the vertices are moved, in percent of the diagonal, and what the mean of all photos has to reach then. */
const NOISES = [
  { percent: 1, bar: 0.87 },
  { percent: 2, bar: 0.85 },
  { percent: 3, bar: 0.83 },
];
const SEEDS = Number(process.env['SEEDS'] ?? 5);
/** No photo may lose more than this. */
const MOST_LOST = 0.01;
/** What a snapped mask may lose, redrawn from so many vertices in all. */
const TRACED = [
  { vertices: 1000, loses: 0.005 },
  { vertices: 100, loses: 0.02 },
];
/** Milliseconds of the processor per snap. */
const MOST_TIME = 400;
/** The same for all that a rough mask may mean. */
const MOST_SET_TIME = 1200;
const MOST_MEMORY = 200e6;

/** What the work gives; the milliseconds of the processor that it took go to `times`. */
function timed<T>(to: number[], work: () => T): T {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  to.push((user + system) / 1000);
  return result;
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const times: number[] = [];
const setTimes: number[] = [];
const means = NOISES.map(() => ({ before: [] as number[], after: [] as number[] }));
let refused = 0;
/** Resident bytes: to begin with, and the most after a snap. */
const resident = process.memoryUsage().rss;
let memory = resident;
const lostByTracing = TRACED.map((): number[] => []);
console.log(`photo            ${NOISES.map(({ percent }) => `${percent} %: before -> after`.padEnd(28)).join('')}`);
for await (const { name, picture, truth } of photographs()) {
  const outlines = roughOutlines(truth);
  // The first calls of a process compile the loops: not counted.
  if (times.length === 0) for (let i = 0; i < 3; i++) snap(picture, drawn(outlines, truth));
  const cells = NOISES.map(({ percent }, k) => {
    const sigma = (percent / 100) * Math.hypot(truth.width, truth.height);
    const runs = Array.from({ length: SEEDS }, (_, seed) => {
      const asked = drawn(jittered(outlines, sigma, 1000 * (seed + 1) + percent), truth);
      const result = timed(times, () => snap(picture, asked));
      memory = Math.max(memory, process.memoryUsage().rss);
      if (seed === 0) timed(setTimes, () => suggest(picture, asked, SUGGESTIONS.length));
      if (!result.snapped) refused++;
      if (seed === 0) {
        for (const [t, { vertices }] of TRACED.entries()) {
          const rings = traceWithin(result.opacity, vertices).flatMap(({ outer, holes }) => [outer, ...holes]);
          const lost = compare(result.opacity, truth).iou - compare(outlineOpacity(rings, 0, truth), truth).iou;
          lostByTracing[t]!.push(lost);
        }
      }
      return { before: compare(asked, truth).iou, after: compare(result.opacity, truth).iou };
    });
    const before = mean(runs.map((run) => run.before));
    const after = mean(runs.map((run) => run.after));
    means[k]!.before.push(before);
    means[k]!.after.push(after);
    return `${before.toFixed(3)} -> ${after.toFixed(3)} ${after < before - MOST_LOST ? 'WORSE' : ''}`.padEnd(28);
  });
  console.log(`${name.padEnd(17)}${cells.join('')}`);
}
const verdicts = NOISES.map(({ bar }, k) => {
  const { before, after } = means[k]!;
  return `${mean(before).toFixed(3)} -> ${mean(after).toFixed(3)} ${mean(after) >= bar ? 'held' : `MISSED ${bar}`}`.padEnd(
    28,
  );
});
console.log(`${'mean'.padEnd(17)}${verdicts.join('')}`);
for (const [t, { vertices, loses }] of TRACED.entries()) {
  const [lost, most] = [mean(lostByTracing[t]!), Math.max(...lostByTracing[t]!)];
  const verdict = most <= loses ? 'held' : `MISSED ${loses}`;
  console.log(`traced to ${vertices} vertices: loses ${lost.toFixed(4)} (mean), ${most.toFixed(4)} (most): ${verdict}`);
}
const middle = median(times);
console.log(
  `${times.length} snaps, ${refused} refused; processor ${middle.toFixed(0)} ms (median), ${Math.max(...times).toFixed(0)} ms (most): ${middle <= MOST_TIME ? 'held' : `MISSED ${MOST_TIME}`}`,
);
const middleSet = median(setTimes);
console.log(
  `${setTimes.length} sets of candidates; processor ${middleSet.toFixed(0)} ms (median), ${Math.max(...setTimes).toFixed(0)} ms (most): ${middleSet <= MOST_SET_TIME ? 'held' : `MISSED ${MOST_SET_TIME}`}`,
);
console.log(
  `memory: snaps add ${((memory - resident) / 1e6).toFixed(0)} MB at most to ${(resident / 1e6).toFixed(0)} MB of this program with its compiler: ${memory - resident <= MOST_MEMORY ? 'held' : `MISSED ${MOST_MEMORY / 1e6}`}`,
);
