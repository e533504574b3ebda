import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChemigramError, nearestNames } from '@chemigram/errors';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { FAMILIES, type ModelDescription, modelDescriptionSchema } from './model-description.ts';

const PRESETS = fileURLToPath(new URL('../../presets', import.meta.url));
const ENDING = '.toml';

/** A description with where it was read and what of it makes answers differ. */
export interface ReadDescription {
  readonly description: ModelDescription;
  /** The folder that the model's files are looked for in. */
  readonly folder: string;
  /** Changes with the weights and with every word of how they are used. */
  readonly version: string;
}

type Table = Record<string, unknown>;

/**
 * Reads the description of a model, over the preset that it names.
 *
 * @param path of a TOML file
 * @throws ChemigramError not_found when there is none, invalid_input for what it must not say, unknown_name for a preset
 */
export function readDescription(path: string): ReadDescription {
  const own = readToml(path, 'the description of a model');
  const whole = own.preset === undefined ? own : merge(readPreset(own.preset), own);
  if (!FAMILIES.some((family) => family === whole.family)) {
    throw new ChemigramError(
      'invalid_input',
      `${path} describes a model of the family ${JSON.stringify(whole.family)}; there are ${FAMILIES.join(', ')}.`,
      {
        field: 'family',
        hint: `Name a preset that has it: preset = ${presetNames()
          .map((n) => `"${n}"`)
          .join(' or ')}.`,
      },
    );
  }
  const { success, data, error } = modelDescriptionSchema.safeParse(whole);
  if (!success) {
    const field = error.issues[0]?.path.join('.') ?? '';
    throw new ChemigramError('invalid_input', `${path} does not describe a model: ${z.prettifyError(error)}`, {
      ...(field === '' ? {} : { field }),
      hint: 'docs/providers.md tells what stands in the description of a model.',
    });
  }
  const version = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, VERSION_DIGITS);
  return { description: data, folder: dirname(resolve(path)), version };
}

/** Enough that two descriptions do not share it by chance, short enough to be read. */
const VERSION_DIGITS = 12;

/** The names of the shipped presets. */
export function presetNames(): string[] {
  return readdirSync(PRESETS)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .sort();
}

function readPreset(name: unknown): Table {
  const names = presetNames();
  if (typeof name === 'string' && names.includes(name)) return readToml(join(PRESETS, name + ENDING), 'a preset');
  throw new ChemigramError(
    'unknown_name',
    `There is no preset ${JSON.stringify(name)}; there are ${names.join(', ')}.`,
    {
      field: 'preset',
      hint: `Nearest: ${nearestNames(String(name), names).join(', ')}.`,
    },
  );
}

function readToml(path: string, what: string): Table {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ChemigramError('not_found', `${path}, ${what}, cannot be read: ${String(cause)}`, {
      cause,
      hint: 'Give the path of the TOML beside the model.',
    });
  }
  try {
    return parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ChemigramError('invalid_input', `${path}, ${what}, is no TOML: ${message}`, { cause });
  }
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** What `over` says goes before what `under` says, table by table. */
function merge(under: Table, over: Table): Table {
  const result = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isTable(below) && isTable(value) ? merge(below, value) : value;
  }
  return result;
}
