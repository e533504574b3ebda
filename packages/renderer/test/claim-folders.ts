/** A program that claims worker folders, ROOT COUNT, names them, and holds them until its input ends. */
import { claimWorkerFolder } from '../src/worker-folders.ts';

const [root = '', count = ''] = process.argv.slice(2);
const claims = await Promise.all(Array.from({ length: Number(count) }, () => claimWorkerFolder(root)));
console.log(claims.map(({ config }) => config).join('\n'));
process.stdin.resume();
