import { describe, expect, it } from 'vitest';
import { formatTable, rowsOf, type Report } from './table.ts';

const result = (name: string, statuses: string[], status = 'passed'): Report['testResults'][number] => ({
  name: `/clone/packages/${name}`,
  status,
  startTime: 1000,
  endTime: 4400,
  assertionResults: statuses.map((each) => ({ status: each, fullName: each })),
});

describe('the table of versions', () => {
  it('has a row for each test file', () => {
    const report = {
      testResults: [result('engine/test/proof/frames.test.ts', ['passed', 'failed', 'pending'], 'failed')],
    };
    expect(rowsOf('5.0.1', report, '/clone')).toEqual([
      { version: '5.0.1', file: 'engine: proof/frames', passed: 1, failed: 1, skipped: 1, seconds: 3 },
    ]);
  });

  it('counts a file that could not be loaded as a failure', () => {
    const report = { testResults: [result('engine/test/a.test.ts', [], 'failed')] };
    expect(rowsOf('5.0.1', report, '/clone')[0]).toMatchObject({ passed: 0, failed: 1 });
  });

  it('sums up each version, and says in its place why one was not proved', () => {
    const report = {
      testResults: ['b', 'a'].map((name) => result(`engine/test/${name}.test.ts`, ['passed', 'passed'])),
    };
    const missing = { version: '5.4.1', file: '', passed: 0, failed: 0, skipped: 0, seconds: 0, note: 'needs root' };
    const lines = formatTable([...rowsOf('5.0.1', report, '/clone'), missing]).split('\n');
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['version', 'test file', 'passed', 'failed', 'skipped', 'seconds'],
      ['5.0.1', 'engine: a', '2', '0', '0', '3'],
      ['5.0.1', 'engine: b', '2', '0', '0', '3'],
      ['5.4.1', 'NOT PROVED: needs root', '-', '-', '-', '-'],
      ['5.0.1', 'all', '4', '0', '0', '6'],
    ]);
  });
});
