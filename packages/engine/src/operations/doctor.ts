import type { Handler } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';

/** Looks for damage in one photo's folder or in all, and repairs it when asked; nothing that can be read is lost. @throws ChemigramError not_found */
export const doctor: Handler<'doctor', Studio> = async (studio, { image_id, repair }) => {
  const photos = [];
  for (const id of image_id === undefined ? await studio.store.list() : [image_id]) {
    const { found, left } = await studio.store.doctor(id, { repair });
    photos.push({ image_id: id, healthy: left.length === 0, found: found.map(shown), left: left.map(shown) });
  }
  return { result: { photos } };
};

const shown = ({ where, what, remedy }: { where: string; what: string; remedy: string | null }) => ({
  where,
  what,
  remedy,
});
