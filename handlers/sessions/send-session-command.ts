import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { knownSession } from './known-session.ts'

export const sendSessionCommand: Handler<'sendSessionCommand'> = async ({ path, body, caller }, deps) => {
  const { session } = await knownSession(deps, caller, path)
  if (session.kind !== 'call') {
    throw new Problem('conflict', 'This is the log of the tenant, and no call. Commands are for calls that go on.')
  }
  return { status: 200, body: await deps.commands.send(caller, session.id, body) }
}
