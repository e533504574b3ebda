/** How the report looks and moves; kept apart from what it says. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #f7f5f1; --ink: #1d2126; --soft: #68707a; --line: #ded9d0; --card: #fffdf9;
  --accent: #0f7a78; --good: #1d7a46; --bad: #b3421f; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e9e6e0; --soft: #98a0a8; --line: #2b3036;
  --card: #1b1f23; --accent: #58c4bd; --good: #66c88f; --bad: #f08c66; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.55 ui-sans-serif, system-ui, sans-serif; }
header, main, footer { max-width: 1160px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 56px; padding-bottom: 20px; }
.eyebrow { margin: 0; color: var(--accent); font-weight: 650; letter-spacing: .12em; text-transform: uppercase; font-size: 13px; }
h1 { font: 600 clamp(30px, 5vw, 50px)/1.1 ui-serif, Georgia, serif; margin: 8px 0 12px; letter-spacing: -.01em; }
h2 { font: 600 26px/1.25 ui-serif, Georgia, serif; margin: 64px 0 12px; }
.lead { color: var(--soft); max-width: 66ch; margin: 0; }
.note { color: var(--soft); font-size: 14px; max-width: 80ch; }
.count { display: inline-grid; place-items: center; width: 1.5em; height: 1.5em; border-radius: 50%; font-size: .7em;
  background: var(--accent); color: var(--paper); vertical-align: .15em; margin-right: .3em; }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: 14px; padding-top: 6px; }
img { display: block; width: 100%; height: auto; border-radius: 10px; }
.pair { display: grid; gap: 20px; grid-template-columns: 1fr 1fr; align-items: start; }
@media (max-width: 800px) { .pair { grid-template-columns: 1fr; } }
.slider { --at: 50%; position: relative; aspect-ratio: var(--ratio); overflow: hidden; border-radius: 10px; }
.slider img { position: absolute; inset: 0; height: 100%; object-fit: cover; border-radius: 0; }
.slider .over { clip-path: inset(0 0 0 var(--at)); }
.slider::after { content: ""; position: absolute; top: 0; bottom: 0; left: var(--at); width: 2px; margin-left: -1px;
  background: #fff; box-shadow: 0 0 8px #0008; pointer-events: none; }
.slider input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize; }
.slider:focus-within { outline: 3px solid var(--accent); outline-offset: 3px; }
.tag { position: absolute; bottom: 12px; padding: 2px 10px; border-radius: 99px; background: #000a; color: #fff; font-size: 13px; }
.left { left: 12px; } .right { right: 12px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 15px; background: var(--card); border-radius: 10px; overflow: hidden; }
th, td { text-align: left; padding: 11px 14px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th, td { hyphens: none; }
th { color: var(--soft); font-weight: 550; font-size: 13px; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.meant { color: var(--accent); font-weight: 650; }
small { display: block; color: var(--soft); font-size: 13px; }
.badge { display: inline-block; padding: 1px 10px; border-radius: 99px; font-size: 14px; font-weight: 600; border: 1px solid; }
.good { color: var(--good); } .bad { color: var(--bad); }
.warnings { color: var(--bad); font-size: 15px; }
a { color: var(--accent); }
details { margin-top: 10px; font-size: 15px; color: var(--soft); }
pre { overflow: auto; max-height: 340px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px; font-size: 12.5px; }
.history { padding-left: 20px; }
footer { padding: 56px 24px; color: var(--soft); font-size: 14px; }
`;

/** Moves each slider's dividing line. */
export const SCRIPT = `
for (const input of document.querySelectorAll('.slider input'))
  input.addEventListener('input', () => input.parentElement.style.setProperty('--at', input.value + '%'));
`;
