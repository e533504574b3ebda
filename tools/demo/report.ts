import { ev, percent, steps as stepsOf255 } from './numbers.ts';
import type { DemoRecord, StepRecord } from './record.ts';
import { SCRIPT, STYLE } from './report-style.ts';
import { truthRows } from './tables.ts';

/**
 * The demo as one page: HTML whose pictures are files beside it, nothing from elsewhere; light or dark as the reader's
 * system is.
 */
export function reportPage(record: DemoRecord): string {
  const { photo, versions } = record;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chemigram: ${escape(photo.name)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="eyebrow">Chemigram</p>
<h1>What was pointed at is what changed</h1>
<p class="lead">${escape(photo.name)}, ${photo.width} × ${photo.height}, developed by darktable ${escape(versions.darktable)};
${record.steps.length} wishes, each shown as a mask before it was used and measured after, in ${record.seconds.toFixed(0)} seconds.</p>
</header>
<main>
${slider(record.before, record.after, 'The photo before and after', photo)}
<h2>Asked, predicted, measured</h2>
${summary(record)}
${record.steps.map((step, i) => section(step, i + 1, photo)).join('\n')}
${truthSection(record)}
<h2>Afterwards</h2>
<ul class="history">
${record.history.map(({ did, found }) => `<li><strong>${escape(did)}</strong> ${escape(found)}</li>`).join('\n')}
${record.files.map(({ name, what }) => `<li><a href="${encodeURI(name)}">${escape(name)}</a> ${escape(what)}</li>`).join('\n')}
</ul>
</main>
<footer>Chemigram ${escape(versions.chemigram)}</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** Text for HTML. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function slider(
  before: string,
  after: string,
  label: string,
  { width, height }: { width: number; height: number },
): string {
  return `<figure class="slider" style="--ratio: ${width} / ${height}">
<img src="${encodeURI(before)}" alt="before">
<img class="over" src="${encodeURI(after)}" alt="after">
<span class="tag left">before</span><span class="tag right">after</span>
<input type="range" min="0" max="100" value="50" step="0.1" aria-label="${escape(label)}">
</figure>`;
}

function summary(record: DemoRecord): string {
  const head = ['wish', 'asked', 'predicted', 'measured inside', 'measured outside', 'verdict'];
  const rows = record.steps.map(
    (step) => `<tr><td><a href="#${escape(step.id)}">${escape(step.said)}</a></td>
<td>${escape(step.asked)}<small>nothing outside</small></td>
<td>covers ${percent(step.predicted.coverage)}<small>agrees ${percent(step.predicted.agreement)}</small></td>
${changeCell(step.measured.inside)}
${changeCell(step.measured.outside)}
<td>${badge(step)}<small>edge spill ${percent(step.measured.edge_spill)}</small></td></tr>`,
  );
  return `<div class="scroll"><table><thead><tr>${head.map((h) => `<th>${h}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
<p class="note">Changes are of the displayed picture: mean light in stops, and mean absolute change of the values in steps of 255.
The tone curve makes half a stop in the scene a little less on the screen.</p>`;
}

function changeCell(change: StepRecord['measured']['inside']): string {
  return `<td class="number">${ev(change.mean_change_ev)}<small>${stepsOf255(change.mean_change)} of 255, ${percent(change.changed_fraction)} of pixels</small></td>`;
}

function badge({ measured }: StepRecord): string {
  const good = measured.verdict === 'clean';
  return `<span class="badge ${good ? 'good' : 'bad'}">${escape(measured.verdict.replace('_', ' '))}</span>`;
}

function section(step: StepRecord, number: number, photo: DemoRecord['photo']): string {
  const near = step.closer ?? { before: step.before, after: step.after, width: photo.width, height: photo.height };
  const warnings = step.warnings.map((w) => `<li>${escape(w)}</li>`).join('');
  return `<section id="${escape(step.id)}">
<h2><span class="count">${number}</span> “${escape(step.said)}”</h2>
<p><strong>${escape(step.asked)}</strong> on ${escape(step.where)}. In darktable: ${escape(step.predicted.strategy)}.</p>
<div class="pair">
<figure><img src="${encodeURI(step.overlay)}" alt="the mask, as it was shown before the edit"><figcaption>the mask, shown before the edit</figcaption></figure>
${slider(near.before, near.after, `Before and after: ${step.said}`, near)}
</div>
${warnings === '' ? '' : `<ul class="warnings">${warnings}</ul>`}
<details><summary>The call</summary><pre>${escape(`${step.call.tool} ${JSON.stringify(step.call.arguments, null, 1)}`)}</pre></details>
</section>`;
}

/** A region's change; the one that was meant stands out. */
function truthCell(text: string): string {
  return text.endsWith(' *') ? `<td class="number meant">${text.slice(0, -2)}</td>` : `<td class="number">${text}</td>`;
}

/** What the generated scene knows better than any measurement of our own: which pixel belongs to what. */
function truthSection(record: DemoRecord): string {
  const [head, ...rows] = truthRows(record);
  if (head === undefined) return '';
  return `<h2>Held against the truth</h2>
<p>The scene was generated, so every pixel's region is known. Mean change of each region, in steps of 255; what was meant is marked.</p>
<div class="scroll"><table><thead><tr>${head.map((h) => `<th>${escape(h)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr><td>${escape(row[0]!)}</td>${row.slice(1).map(truthCell).join('')}</tr>`).join('\n')}</tbody></table></div>`;
}
