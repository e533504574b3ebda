import * as fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a run tells of the change that it tests and of nothing else.
 * Another number in CHEMIGRAM_SEED draws others: to look for what no case has met yet.
 */
fc.configureGlobal({ seed: Number(process.env['CHEMIGRAM_SEED'] ?? 20260731) });
