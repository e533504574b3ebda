import { z } from 'zod';

/** One module as a file of darktable has it. */
const storedModuleSchema = z.object({
  operation: z.string().min(1),
  enabled: z.boolean(),
  version: z.number().int(),
  /** As darktable spells bytes; empty for the module's defaults. */
  params: z.string(),
  blend_version: z.number().int(),
  blend: z.string(),
  name: z.string(),
  name_by_hand: z.boolean(),
  /** 0 takes the place of darktable's own instance; any other is a further one. */
  instance: z.number().int().nonnegative(),
});

/** A form of a mask, in the frame of the sensor. */
const storedFormSchema = z.object({
  id: z.number().int(),
  type: z.number().int(),
  version: z.number().int(),
  name: z.string(),
  count: z.number().int().nonnegative(),
  points: z.string(),
  source: z.string(),
});

export const storedLayersSchema = z.object({
  name: z.string(),
  modules: z.array(storedModuleSchema).min(1),
  forms: z.array(storedFormSchema),
});

export type StoredModule = z.infer<typeof storedModuleSchema>;
export type StoredForm = z.infer<typeof storedFormSchema>;
/** What a style or a sidecar of darktable put on the photo as one: modules, blending and forms byte for byte. */
export type StoredLayers = z.infer<typeof storedLayersSchema>;
