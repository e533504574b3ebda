import { describe, expect, it } from 'vitest';
import { ev, percent, steps, strength, textTable } from './numbers.ts';
import type { DemoRecord, StepRecord } from './record.ts';
import { escape, reportPage } from './report.ts';
import { stepRows, terminalText, truthRows } from './tables.ts';

const step: StepRecord = {
  id: 'face',
  said: 'Lift the <face>.',
  where: 'an ellipse',
  call: { tool: 'apply_primitive', arguments: { value: 0.5 } },
  before: 'before.jpg',
  after: 'face-after.jpg',
  overlay: 'face-mask.jpg',
  asked: 'exposure +0.5 EV',
  predicted: { coverage: 0.0111, agreement: 0.995, strategy: 'drawn forms' },
  measured: {
    inside: { mean_change_ev: 0.444, mean_change: 0.06, changed_fraction: 0.97 },
    outside: { mean_change_ev: 0, mean_change: 0, changed_fraction: 0 },
    edge_spill: 0.01,
    verdict: 'clean',
  },
  truth: { meant: 'face', overlap: 0.91, change: { face: 15.3, sky: 0 } },
  warnings: [],
};
const record: DemoRecord = {
  photo: { name: 'a & b.dng', width: 3000, height: 2000, baseline: 'auto' },
  versions: { chemigram: '0.1.0', darktable: '4.2.1' },
  before: 'before.jpg',
  after: 'after.jpg',
  steps: [step],
  history: [{ did: 'undo', found: '1 move became 0' }],
  files: [{ name: 'final.jpg', what: 'The photo' }],
  seconds: 12,
};

describe('numbers', () => {
  it('are written as people read them', () => {
    expect([ev(0.444), ev(-0.288), ev(0.001), ev(-0.001), ev(undefined)]).toEqual([
      '+0.44\u00a0EV',
      '−0.29\u00a0EV',
      '±0.00\u00a0EV',
      '±0.00\u00a0EV',
      '–',
    ]);
    expect(percent(0.9951)).toBe('99.5\u00a0%');
    expect(strength(-45, '%')).toBe('−45\u00a0%');
    expect(steps(0.5)).toBe('127.50');
  });

  it('stand in columns', () => {
    expect(
      textTable([
        ['a', 'bb'],
        ['ccc', 'd'],
      ]),
    ).toBe('a    bb\n───  ──\nccc  d');
  });
});

/** The same with ordinary spaces. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('tables', () => {
  it('say asked, predicted and measured in one row per wish', () => {
    expect(stepRows(record)[1]!.map(plain)).toEqual([
      'face',
      'exposure +0.5 EV',
      '1.1 % / 99.5 %',
      '+0.44 EV, 15.30/255',
      '±0.00 EV, 0.00/255',
      '1.0 %',
      'clean',
    ]);
  });

  it('mark the region that was meant', () => {
    expect(truthRows(record)[1]!.map(plain)).toEqual(['face', '15.30 *', '0.00', '91.0 %']);
  });

  it('leave the truth out where it is not known', () => {
    const { truth: _, ...unknown } = step;
    expect(truthRows({ ...record, steps: [unknown] })).toEqual([]);
    expect(terminalText({ ...record, steps: [unknown] })).not.toContain('true regions');
  });
});

describe('reportPage', () => {
  const page = reportPage(record);

  it('takes nothing from elsewhere', () => {
    expect(page).not.toMatch(/https?:|src="\//);
  });

  it('shows every picture of the record', () => {
    for (const name of [record.before, record.after, step.before, step.after, step.overlay])
      expect(page).toContain(`src="${name}"`);
    expect(page).toContain('href="final.jpg"');
  });

  it('shows text as text', () => {
    expect(page).toContain('a &amp; b.dng');
    expect(page).toContain('Lift the &lt;face&gt;.');
    expect(page).not.toContain('<face>');
    expect(escape('"<&>"')).toBe('&quot;&lt;&amp;&gt;&quot;');
  });

  it('shows a small mask from near', () => {
    const closer = { before: 'near-a.jpg', after: 'near-b.jpg', width: 900, height: 700 };
    const near = reportPage({ ...record, steps: [{ ...step, closer }] });
    expect(near).toContain('src="near-b.jpg"');
    expect(near).toContain('--ratio: 900 / 700');
  });

  it('tells a spill from a clean edit', () => {
    const spilled = { ...step, measured: { ...step.measured, verdict: 'spilled' } };
    expect(page).toContain('badge good');
    expect(reportPage({ ...record, steps: [spilled] })).toContain('badge bad');
  });
});
