import { encodeBlob } from '@chemigram/darktable';
import type { NewHistoryItem } from '@chemigram/darktable';

/** A module as it stands in a photographer's own edit: switched on, on the whole picture. */
export const ownModule = (operation: string, modversion: number, params: Uint8Array): NewHistoryItem => ({
  operation,
  enabled: true,
  modversion,
  params: encodeBlob(params),
  multiName: '',
  multiPriority: 0,
  blendopVersion: 1,
  blendopParams: '',
  extra: {},
});
