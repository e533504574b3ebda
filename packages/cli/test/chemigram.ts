// The real program from its sources: what bin/chemigram.mjs runs when it is built.
import { runProcess } from '../src/index.ts';

await runProcess();
