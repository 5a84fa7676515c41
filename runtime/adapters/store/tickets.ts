import type { Pool } from 'pg'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { TicketStore } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedText } from './stored-json.ts'
import { build, byKeyHash, inTenant } from './tenant-transaction.ts'

/** Single-use tickets (FR-R1): one that is spent has no row. */
export function postgresTickets(pool: Pool): TicketStore {
  return {
    create: ({ id, hash, tenantId, keyId, signedBy, role, call, agent, origin, expiresAt }, now) =>
      inTenant(pool, tenantId, async (run, tenantUuid) => {
        await run(build.deleteFrom('tickets').where('expires_at', '<=', new Date(now)))
        await run(
          build.insertInto('tickets').values({
            hash,
            id: storedId('ticket', id),
            tenant_id: tenantUuid,
            key_id: storedId('key', keyId),
            signed_by: signedBy === null ? null : storedText(signedBy),
            role,
            call,
            agent,
            origin,
            expires_at: expiresAt,
          }),
        )
      }),

    async spend(hash, now) {
      const [row] = await byKeyHash(pool, hash, (run) =>
        run(build.deleteFrom('tickets').where('hash', '=', hash).returningAll()),
      )
      if (!row || row.expires_at <= new Date(now)) return null
      return {
        id: idFromUuid('ticket', row.id),
        tenantId: idFromUuid('tenant', row.tenant_id),
        keyId: idFromUuid('key', row.key_id),
        signedBy: row.signed_by,
        role: row.role as 'admin' | 'dev',
        call: row.call,
        agent: row.agent,
        origin: row.origin,
        expiresAt: instant(row.expires_at),
      }
    },
  }
}
