import { parameterOf, type Proofs } from './prove.ts';

/** The proofs of one darktable as a table: what grew at which value, and how much changed within and outside the mask. */
export function claimsTable(version: string, { claims, examples, refused }: Proofs): string {
  const exampleOf = new Map(examples.map(({ primitive, inside }) => [primitive, inside]));
  const rows = claims.map(({ claim, steps, inside, outside }) => {
    const drift = Math.max(...steps.map((step) => Math.abs(step.drift)));
    return [
      claim.primitive,
      parameterOf(claim),
      claim.says,
      steps.map(({ value, grown }) => `${value}: ${grown.toFixed(3)}`).join(', '),
      claim.stays === undefined ? '' : drift.toFixed(3),
      inside.toFixed(2),
      outside.toExponential(0),
      (exampleOf.get(claim.primitive) ?? Number.NaN).toFixed(3),
    ];
  });
  const missing = [...refused].map(([name, why]) => [name, '', `refused: ${why}`, '', '', '', '', '']);
  const head = ['primitive', 'parameter', 'says', 'grows', 'drift', 'inside', 'outside', 'example'];
  return [`darktable ${version}`, '', head, head.map(() => '---'), ...rows, ...missing]
    .map((line) => (typeof line === 'string' ? line : `| ${line.join(' | ')} |`))
    .join('\n');
}
