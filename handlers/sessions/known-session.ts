import type { Deps } from '#handlers/handler.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { KnownSession } from '#runtime/ports/session-store.ts'

/** The session of this id or name; another tenant's is as one that there is none of. */
export async function knownSession(
  { store }: Pick<Deps, 'store'>,
  { tenantId }: Caller,
  { sessionId }: { readonly sessionId: string },
): Promise<KnownSession> {
  const known = await store.sessions.get(tenantId, sessionId)
  if (known === null) throw new Problem('not_found', `There is no session "${sessionId}".`)
  return known
}
