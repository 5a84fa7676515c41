import type { Handler } from '#handlers/handler.ts'
import { knownSession } from './known-session.ts'

export const getSession: Handler<'getSession'> = async ({ path, caller }, deps) => ({
  status: 200,
  body: (await knownSession(deps, caller, path)).session,
})
