import type { Handler } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';

/** Packs a photo's history into less room, and tells its bytes before and after. @throws ChemigramError not_found */
export const gc: Handler<'gc', Studio> = async (studio, { image_id }) => {
  const { objects, before, after } = await (await studio.store.open(image_id)).gc();
  return { result: { image_id, objects, bytes_before: before, bytes_after: after } };
};
