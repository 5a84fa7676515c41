import type { Clock } from '#runtime/core/clock.ts'
import { keyHash } from '#runtime/core/key-hash.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { includes } from '#runtime/domain/auth/roles.ts'
import type { StoredTicket, TicketStore } from '#runtime/ports/store.ts'
import type { KnownKeys } from './known-keys.ts'
import type { TenantKeys } from './tenant-keys.ts'
import { signedCaller } from './token-callers.ts'

const MAX_TICKET_LENGTH = 128

/** Who a ticket speaks for; it is spent by being shown. Throws `invalid_api_key`. */
export type TicketCallers = (ticket: string) => Promise<{ caller: Caller; ticket: StoredTicket }>

export function ticketCallers(ports: {
  tickets: TicketStore
  keys: KnownKeys
  tenantKeys: TenantKeys
  clock: Clock
  pepper: string
}): TicketCallers {
  return async (secret) => {
    const now = new Date(ports.clock.now()).toISOString()
    const ticket =
      secret.length > MAX_TICKET_LENGTH ? null : await ports.tickets.spend(keyHash(ports.pepper, secret), now)
    if (ticket === null) throw new Problem('invalid_api_key', 'This ticket is used, too old or unknown. Get a new one.')
    const caller = await maker(ticket)
    if (caller === null) throw new Problem('invalid_api_key', 'The key that made this ticket no longer allows it.')
    return { caller, ticket }
  }

  async function maker({ tenantId, keyId, signedBy, role }: StoredTicket): Promise<Caller | null> {
    if (signedBy !== null) {
      const trusted = await ports.tenantKeys(tenantId, signedBy)
      if (trusted === null || !includes(trusted.maxRole, role)) return null
      return signedCaller({ tenantId, keyId, role, via: 'ticket', signedBy })
    }
    const key = await ports.keys.byId(keyId)
    if (key === null || !includes(key.role, role)) return null
    return { tenantId, keyId, role, limits: key.limits, via: 'ticket', signedBy: null }
  }
}
