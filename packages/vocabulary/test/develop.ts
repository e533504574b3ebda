import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appendHistory,
  BLEND_CST,
  BLEND_VERSION,
  builtinOrder,
  emptySidecar,
  encodeBlob,
  insertInstances,
  maskManagerItem,
  MEMBER_VISIBLE,
  moduleCodec,
  NODE_STATE,
  serialiseSidecar,
  setMasks,
  uniformBlend,
  withDrawnMask,
  withOrder,
  writeBlend,
  writeForm,
  type MaskItem,
  type NewHistoryItem,
  type Point,
} from '@chemigram/darktable';
import { openRenderer, readPfm, type FloatPicture } from '@chemigram/renderer';
import type { ModuleSetting } from '../src/index.ts';

/** One edit: its modules, over the whole picture or within a rectangle: left, top, right, bottom as fractions. */
export interface Edit {
  settings: readonly ModuleSetting[];
  within?: readonly [number, number, number, number];
}

export interface Development {
  /** darktable's version. */
  version: string;
  /** The edits on the picture, in linear Rec. 2020; fails when darktable's log tells of something lost. */
  develop(edits: readonly Edit[]): Promise<FloatPicture>;
  close(): Promise<void>;
}

/** The v3.0 order for developed pictures: known to every darktable since 3.0. */
const DEVELOPED_ORDER = 3;
/** The soft edge of a rectangle, of the picture's shorter side: about a pixel, for darktable wants one. */
const BORDER = 0.002;
/** Ids of the forms of the edit at an index. */
const formOf = (edit: number): number => 100 + 2 * edit;
const groupOf = (edit: number): number => formOf(edit) + 1;

/** Develops one picture (a PNG in sRGB) with the darktable of `env`. */
export async function openDevelopment(picture: Uint8Array, env: NodeJS.ProcessEnv): Promise<Development> {
  const folder = await mkdtemp(join(tmpdir(), 'chemigram-pixels-'));
  const source = join(folder, 'photo.png');
  await writeFile(source, picture);
  const renderer = await openRenderer({ folder: join(folder, 'workers'), env });
  let renders = 0;
  return {
    version: renderer.version,
    async develop(edits) {
      const out = join(folder, `${renders++}.pfm`);
      const report = await renderer.render(
        { source, xmp: sidecarOf(edits), box: null, format: 'pfm', profile: 'linear' },
        out,
      );
      if (report.trouble.length > 0) throw new Error(report.trouble.join('\n'));
      const developed = readPfm(await readFile(out));
      await rm(out);
      return developed;
    },
    async close() {
      await renderer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sidecarOf(edits: readonly Edit[]): string {
  const instances = new Map<string, number>();
  const items = edits.flatMap(({ settings, within }, edit) =>
    settings.map(({ operation, version, params }): NewHistoryItem => {
      const codec = moduleCodec(operation, version);
      const instance = instances.get(operation) ?? 0;
      instances.set(operation, instance + 1);
      const uniform = uniformBlend(codec.blendColorspace === 'lab' ? BLEND_CST.LAB : BLEND_CST.RGB_SCENE);
      return {
        operation,
        enabled: true,
        modversion: version,
        params: encodeBlob(codec.write(params)),
        multiName: `${instance}`,
        multiPriority: instance,
        blendopVersion: BLEND_VERSION,
        blendopParams: encodeBlob(writeBlend(within === undefined ? uniform : withDrawnMask(uniform, groupOf(edit)))),
        extra: {},
      };
    }),
  );
  const order = insertInstances(
    builtinOrder(DEVELOPED_ORDER).map((operation) => ({ operation, instance: 0 })),
    items.map((item) => ({ operation: item.operation, instance: item.multiPriority })),
  );
  const edited = appendHistory(withOrder(emptySidecar(), order), [maskManagerItem(), ...items]);
  return serialiseSidecar(setMasks(edited, 0, edits.flatMap(formsOf)));
}

function formsOf({ within }: Edit, edit: number): MaskItem[] {
  if (within === undefined) return [];
  const [left, top, right, bottom] = within;
  const corners: Point[] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  const nodes = corners.map((corner) => ({
    corner,
    ctrl1: corner,
    ctrl2: corner,
    border: [BORDER, BORDER] as const,
    state: NODE_STATE.USER,
  }));
  const member = { formId: formOf(edit), parentId: groupOf(edit), state: MEMBER_VISIBLE, opacity: 1 };
  return [
    writeForm({ kind: 'path', nodes }, { id: formOf(edit), name: `rectangle ${edit}`, num: 0 }),
    writeForm({ kind: 'group', members: [member] }, { id: groupOf(edit), name: `group ${edit}`, num: 0 }),
  ];
}
