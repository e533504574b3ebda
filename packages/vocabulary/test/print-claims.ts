/** Prints what every primitive does on the generated scene: `npm run claims`. CHEMIGRAM_DARKTABLE names another darktable. */
import { makeScene, writePng } from '@chemigram/scene';
import { checkValues, defaultPackDirs, loadVocabulary, moduleSettings } from '../src/index.ts';
import { CLAIMS } from './claims.ts';
import { openDevelopment } from './develop.ts';

const development = await openDevelopment(await writePng(makeScene({ width: 450, height: 300 })));
const vocabulary = await loadVocabulary(defaultPackDirs());
const before = await development.develop([]);
console.log(`darktable ${development.version}\n\n| primitive | ${'value: grows (stays) | '.repeat(3)}`);
console.log('| --- | --- | --- | --- |');
for (const [name, { grows, stays, strengths }] of Object.entries(CLAIMS)) {
  const cells: string[] = [];
  for (const value of strengths) {
    const primitive = vocabulary.primitive(name);
    const after = await development.develop([
      { settings: moduleSettings(primitive, checkValues(primitive, { value })) },
    ]);
    const rest = stays ? ` (${stays(before, after).toFixed(3)})` : '';
    cells.push(`${value}: ${grows(before, after).toFixed(3)}${rest}`);
  }
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
await development.close();
