// npm run docs: writes docs/tools.md.
import { writeFileSync } from 'node:fs';
import { toolsPage } from './tools-page.ts';

writeFileSync(new URL('../../docs/tools.md', import.meta.url), toolsPage());
console.log('docs/tools.md is written.');
