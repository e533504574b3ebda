/** A program that renders one picture: FOLDER SOURCE OUT. */
import { openRenderer } from '@chemigram/renderer';
import { jpegOf } from './order.ts';

const [folder = '', source = '', out = ''] = process.argv.slice(2);
const renderer = await openRenderer({ folder });
await renderer.render(jpegOf(source), out);
await renderer.close();
