import { promisify } from 'node:util';
import { constants, deflate, deflateSync, inflate, inflateSync, type ZlibOptions } from 'node:zlib';
import { headerOf, isObjectType, objectId, type GitObject } from './git-object.ts';

/** From here on other threads are worth the way there: to be packed up takes ten times as long as to be unpacked. */
const LARGE = 16_384;
const LARGE_TO_DEFLATE = 2_048;
/** As git does it where objects lie by themselves: packs are what saves room. */
const LEVEL: ZlibOptions = { level: constants.Z_BEST_SPEED };
const deflated = promisify<Buffer, ZlibOptions, Buffer>(deflate);
const inflated = promisify<Buffer, Buffer>(inflate);

/** Where an object lies by itself, below `objects`. */
export const loosePath = (oid: string): string => `${oid.slice(0, 2)}/${oid.slice(2)}`;

/** The content of an object's file. */
export async function encodeLoose(object: GitObject): Promise<Buffer> {
  const raw = Buffer.concat([headerOf(object), object.content]);
  return raw.length < LARGE_TO_DEFLATE ? deflateSync(raw, LEVEL) : deflated(raw, LEVEL);
}

/**
 * The object in a file's content. Inverse of encodeLoose.
 *
 * @param oid the id that it must have
 * @throws Error saying what is wrong: cut short, not an object, other bytes than the id says
 */
export async function decodeLoose(file: Buffer, oid: string): Promise<GitObject> {
  if (file.length === 0) throw new Error('its file is empty');
  const raw = file.length < LARGE ? inflateSync(file) : await inflated(file);
  const end = raw.indexOf(0);
  const [type = '', length] = raw.subarray(0, Math.max(end, 0)).toString('latin1').split(' ');
  const object = { type, content: raw.subarray(end + 1) };
  if (!isObjectType(type) || Number(length) !== object.content.length) throw new Error('its file holds no object');
  const whole = object as GitObject;
  if (objectId(whole) !== oid) throw new Error('its bytes are not those of its id');
  return whole;
}
