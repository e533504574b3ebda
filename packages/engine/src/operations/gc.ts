import type { Handler } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';

export const gc: Handler<'gc', Studio> = async (studio, { image_id }) => {
  const { objects, before, after } = await (await studio.store.open(image_id)).gc();
  return { result: { image_id, objects, bytes_before: before, bytes_after: after } };
};
