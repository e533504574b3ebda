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
  serialiseSidecar,
  setMasks,
  uniformBlend,
  withDrawnMask,
  withOrder,
  writeBlend,
  writeForm,
  type NewHistoryItem,
} from '@chemigram/darktable';
import { openDarktableCli, readPfm, type FloatPicture } from '@chemigram/renderer';
import type { ModuleSetting } from '../src/index.ts';

/** One edit: its modules, over the whole picture or through an ellipse in its middle. */
interface Edit {
  settings: readonly ModuleSetting[];
  masked?: boolean;
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
/** The ellipse of a masked edit, by the shorter side; its border ends at 0.3 from the centre. */
export const ELLIPSE = { radius: 0.25, border: 0.05 };
const FORM = 11;
const GROUP = 12;

/** Develops one picture (a PNG in sRGB) with the installed darktable. */
export async function openDevelopment(picture: Uint8Array): Promise<Development> {
  const folder = await mkdtemp(join(tmpdir(), 'chemigram-pixels-'));
  const source = join(folder, 'photo.png');
  await writeFile(source, picture);
  const renderer = await openDarktableCli({ folder: join(folder, 'workers') });
  return {
    version: renderer.version,
    async develop(edits) {
      const out = join(folder, 'out.pfm');
      const report = await renderer.render(
        { source, xmp: sidecarOf(edits), box: null, format: 'pfm', profile: 'linear' },
        out,
      );
      if (report.trouble.length > 0) throw new Error(report.trouble.join('\n'));
      return readPfm(await readFile(out));
    },
    async close() {
      await renderer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sidecarOf(edits: readonly Edit[]): string {
  const instances = new Map<string, number>();
  const items = edits.flatMap(({ settings, masked = false }) =>
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
        blendopParams: encodeBlob(writeBlend(masked ? withDrawnMask(uniform, GROUP) : uniform)),
        extra: {},
      };
    }),
  );
  const order = insertInstances(
    builtinOrder(DEVELOPED_ORDER).map((operation) => ({ operation, instance: 0 })),
    items.map((item) => ({ operation: item.operation, instance: item.multiPriority })),
  );
  const { radius, border } = ELLIPSE;
  const edited = appendHistory(withOrder(emptySidecar(), order), [maskManagerItem(), ...items]);
  const forms = [
    writeForm(
      { kind: 'ellipse', center: [0.5, 0.5], radius: [radius, radius], rotation: 0, border, proportional: false },
      { id: FORM, name: 'middle', num: 0 },
    ),
    writeForm(
      { kind: 'group', members: [{ formId: FORM, parentId: GROUP, state: MEMBER_VISIBLE, opacity: 1 }] },
      { id: GROUP, name: 'group', num: 0 },
    ),
  ];
  return serialiseSidecar(setMasks(edited, 0, forms));
}
