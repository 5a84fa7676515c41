import type { Pool } from 'pg'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { OwnedCall, OwnerStore, Ownership } from '#runtime/ports/store.ts'
import { statement } from './statement.ts'
import { storedId } from './stored-id.ts'
import { askTenant, asProcess, build, prepared } from './tenant-transaction.ts'

interface OwnerRow {
  readonly call_id: string
  readonly tenant_id: string
  readonly owner: string
  readonly epoch: number
}

/** The row that makes the process the owner of the call. */
export const ownerRow = (callUuid: string, tenantUuid: string, { processId, epoch }: Ownership): OwnerRow => ({
  call_id: callUuid,
  tenant_id: tenantUuid,
  owner: storedId('process', processId),
  epoch,
})

const owned = ({ call_id, tenant_id, owner, epoch }: OwnerRow): OwnedCall => ({
  callId: idFromUuid('call', call_id),
  tenantId: idFromUuid('tenant', tenant_id),
  processId: idFromUuid('process', owner),
  epoch,
})

/** A lease that ran out so long ago is of no process that could come back. */
const FORGOTTEN = '1 day'

/** Processes, their leases and their calls. What a lease counts is the database's clock. */
export function postgresOwners(pool: Pool): OwnerStore {
  return {
    renew: (processId, leaseMs) =>
      asProcess(pool, processId, async (run, process) => {
        const [before] = await run<{ held: boolean }>(statement`
          with before as (
            select expires_at > clock_timestamp() as held from process_leases where id = ${process}
          ), renewed as (
            insert into process_leases (id, expires_at)
            values (${process}, clock_timestamp() + make_interval(secs => ${leaseMs / 1000}))
            on conflict (id) do update set expires_at = excluded.expires_at
          ), forgotten as (
            delete from process_leases where id <> ${process} and expires_at < clock_timestamp() - ${FORGOTTEN}::interval
          )
          select coalesce((select held from before), false) as held`)
        return before?.held === true
      }),

    async writes(processId) {
      await asProcess(pool, processId, (run, process) =>
        run(statement`update process_leases set expires_at = expires_at where id = ${process}`),
      )
      return true
    },

    async leave(processId) {
      await asProcess(pool, processId, (run, process) =>
        run(build.deleteFrom('process_leases').where('id', '=', process)),
      )
    },

    async outlive(processId) {
      await asProcess(pool, processId, (run, process) =>
        run(build.deleteFrom('process_leases').where('id', '<>', process)),
      )
    },

    takeOver: (processId, limit) =>
      asProcess(pool, processId, async (run, process) => {
        const rows = await run(orphans(process, limit))
        return rows.map(owned)
      }),

    owned: (processId) =>
      asProcess(pool, processId, async (run, process) =>
        (await run(build.selectFrom('call_owners').selectAll().where('owner', '=', process))).map(owned),
      ),

    ownerOf: (processId, tenantId, callId) =>
      asProcess(pool, processId, async (run) => {
        const [row] = await run(ownerAndLife(storedId('tenant', tenantId), storedId('call', callId)))
        return row === undefined ? null : { processId: idFromUuid('process', row.owner), alive: row.alive }
      }),

    async release(tenantId, callId, { processId, epoch }) {
      await askTenant(pool, tenantId, released(storedId('call', callId), storedId('process', processId), epoch))
    },
  }
}

const released = prepared(() =>
  build.deleteFrom('call_owners').where('call_id', '=', '').where('owner', '=', '').where('epoch', '=', 0),
)

const ownerAndLife = (tenant: string, call: string) => statement<{ owner: string; alive: boolean }>`
  select o.owner, exists (
    select from process_leases l where l.id = o.owner and l.expires_at > clock_timestamp()
  ) as alive
  from call_owners o where o.call_id = ${call} and o.tenant_id = ${tenant}`

/** Rows that another process looks at in this moment are left to it. */
const orphans = (process: string, limit: number) => statement<OwnerRow>`
  update call_owners set owner = ${process}, epoch = epoch + 1
  where call_id in (
    select o.call_id from call_owners o
    where o.owner <> ${process} and not exists (
      select from process_leases l where l.id = o.owner and l.expires_at > clock_timestamp()
    )
    order by o.call_id limit ${limit} for update skip locked
  )
  returning call_id, tenant_id, owner, epoch`
