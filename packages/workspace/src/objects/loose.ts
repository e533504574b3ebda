import { promisify } from 'node:util';
import { deflate, inflate, inflateSync } from 'node:zlib';
import { headerOf, isObjectType, objectId, type GitObject } from './git-object.ts';

/** From here on other threads are worth the way there. */
const LARGE = 16_384;
const deflated = promisify<Buffer, Buffer>(deflate);
const inflated = promisify<Buffer, Buffer>(inflate);

/** Where an object lies by itself, below `objects`. */
export const loosePath = (oid: string): string => `${oid.slice(0, 2)}/${oid.slice(2)}`;

/** The content of an object's file. */
export const encodeLoose = (object: GitObject): Promise<Buffer> =>
  deflated(Buffer.concat([headerOf(object), object.content]));

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
