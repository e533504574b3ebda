import type { MaskRequest } from '../develop/recipe-layers.ts';
import { inSpace } from './ranges/channels.ts';
import type { CompiledMask } from './place.ts';

/** Forms under the names of their users: a long edit takes up the same ones with every word. */
const named = new WeakMap<CompiledMask['forms'], Map<string, CompiledMask['forms']>>();

/** A placed mask as a module uses it: in its space, and under its name. */
export function usedAs<T extends CompiledMask>(placed: T, { name, space }: MaskRequest): T {
  const byName = named.get(placed.forms) ?? new Map<string, CompiledMask['forms']>();
  const forms = byName.get(name) ?? placed.forms.map((form) => ({ ...form, name: `${name}${form.name}` }));
  named.set(placed.forms, byName.set(name, forms));
  return { ...placed, blend: inSpace(placed.blend, space), forms };
}
