/** `npm run claims [-- VERSION...]`: what every primitive does to the pixels, a table per darktable that is there. */
import { loadVocabulary, defaultPackDirs } from '../../packages/vocabulary/src/index.ts';
import { claimsTable } from '../../packages/vocabulary/test/claims-table.ts';
import { prove } from '../../packages/vocabulary/test/prove.ts';
import { openSheets } from '../../packages/vocabulary/test/sheet.ts';
import { darktables } from '../versions/darktables.ts';

const vocabulary = await loadVocabulary(defaultPackDirs());
for (const { program } of await darktables(process.argv.slice(2))) {
  const sheets = await openSheets({ ...process.env, CHEMIGRAM_DARKTABLE: program });
  console.log(claimsTable(sheets.version, await prove(vocabulary, sheets, true)), '\n');
  await sheets.close();
}
