import type { ServerMessage, UnknownMessage } from './generated/realtime.gen.ts'
import { serverChecks } from './generated/server-checks.gen.ts'
import { type Violation, violationsOf } from './generated/violation.gen.ts'

export type { Violation }

/**
 * Where a message of the server is not as the contract has it, and why; nothing where it is, or where it is newer than this
 * client. Nothing is changed in it. For tests, and for a log of what a proxy does to messages: a call needs it not.
 */
export function violationsIn(message: ServerMessage | UnknownMessage): readonly Violation[] {
  const check = Object.hasOwn(serverChecks, message.t) ? serverChecks[message.t as ServerMessage['t']] : undefined
  return check === undefined || check(message) ? [] : violationsOf(check)
}
