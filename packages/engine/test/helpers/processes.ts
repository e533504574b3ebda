import { execFileSync } from 'node:child_process';

/** Command lines of running processes (no zombies) that were given something in a folder, shells aside. */
export const processesBelow = (folder: string): string[] =>
  execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder) && !/^\s*\d+ Z/.test(line) && !/\/bin\/sh|ps -eo/.test(line));
