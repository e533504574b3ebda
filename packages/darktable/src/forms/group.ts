/**
 * darktable's group of forms at mask version 6: members in the order in which they are combined.
 *
 * With d what is there, m the member (1 - m when INVERSE) times its opacity: UNION max(d, m), INTERSECTION min(d, m),
 * DIFFERENCE d * (1 - m), EXCLUSION max(d (1 - m), m (1 - d)) where both are above 0. So d * m, which has no operator
 * of its own, is DIFFERENCE with INVERSE. A member without an operator copies, which is what the first one must do:
 * the buffer that it would be combined with is not initialised. A member may be a group itself.
 */
import { ChemigramError } from '@chemigram/errors';
import { Reader, Writer } from '../bytes/cursor.ts';

/** Bits of `GroupMember.state`. */
export const MEMBER_STATE = {
  NONE: 0,
  USE: 1,
  SHOW: 2,
  INVERSE: 4,
  UNION: 8,
  INTERSECTION: 16,
  DIFFERENCE: 32,
  EXCLUSION: 64,
  /** min(1, d + m): known to 5.4, not to 4.2 and 5.0, which copy instead. Never written here. */
  SUM: 128,
} as const;

/** The state of a member without operator: darktable sets both bits on every member. */
export const MEMBER_VISIBLE = MEMBER_STATE.USE | MEMBER_STATE.SHOW;

const OPERATORS =
  MEMBER_STATE.UNION | MEMBER_STATE.INTERSECTION | MEMBER_STATE.DIFFERENCE | MEMBER_STATE.EXCLUSION | MEMBER_STATE.SUM;

export interface GroupMember {
  formId: number;
  /** The id of the group that the member stands in. */
  parentId: number;
  /** Bits of MEMBER_STATE. */
  state: number;
  /** 0 to 1. */
  opacity: number;
}

export interface Group {
  kind: 'group';
  members: GroupMember[];
}

export const MEMBER_SIZE = 16;

/** @param bytes a whole number of members of 16 bytes */
export function readGroup(bytes: Uint8Array): Group {
  const r = new Reader(bytes);
  const members = Array.from({ length: bytes.length / MEMBER_SIZE }, (_, i) => ({
    formId: r.int(),
    parentId: r.int(),
    state: r.int(),
    opacity: r.float(`members[${i}].opacity`),
  }));
  return { kind: 'group', members };
}

/**
 * 16 bytes per member.
 * @throws ChemigramError invalid_input when the first member carries an operator
 */
export function writeGroup(form: Group): Uint8Array {
  const first = form.members[0];
  if (first && first.state & OPERATORS) {
    throw new ChemigramError(
      'invalid_input',
      `writing a mask group: the first member has state ${first.state}, but it must carry no operator`,
      { field: 'members[0].state', hint: 'There is nothing to combine the first member with; use USE | SHOW.' },
    );
  }
  const w = new Writer(form.members.length * MEMBER_SIZE);
  form.members.forEach((member, i) => {
    const at = `members[${i}]`;
    w.int(member.formId, `${at}.formId`);
    w.int(member.parentId, `${at}.parentId`);
    w.int(member.state, `${at}.state`);
    w.float(member.opacity, `${at}.opacity`);
  });
  return w.bytes;
}
