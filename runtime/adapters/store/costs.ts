import { type Insertable, type Selectable, sql } from 'kysely'
import type { Pool } from 'pg'
import type { UsageUnit } from '#generated/events.gen.ts'
import type { KeptLine } from '#runtime/core/kept-line.ts'
import type { CostStore, DaySum } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import type { Tables } from './tables.ts'
import { askTenant, build, inTenant } from './tenant-transaction.ts'

/** What finished calls cost (SRS 6.1.1), in whole micro-rupees. */
export function postgresCosts(pool: Pool): CostStore {
  return {
    async keep(tenantId, callId, { lines, totalMicroInr, at }) {
      const call = storedId('call', callId)
      const of = { tenant_id: storedId('tenant', tenantId), call_id: call, created_at: at }
      const rows = lines.map((line, i) => ({ ...rowFrom(line), ...of, line: i + 1 }))
      const total = (rows.length === 0 ? build : build.with('kept', () => kept(rows)))
        .updateTable('calls')
        .set({ cost_micro_inr: String(totalMicroInr) })
      await askTenant(pool, tenantId, total.where('id', '=', call).where('cost_micro_inr', 'is', null))
    },

    ofCall: (tenantId, callId) =>
      inTenant(pool, tenantId, async (run) => {
        const call = storedId('call', callId)
        const known = build.selectFrom('calls').select('id').where('id', '=', call)
        if ((await run(known.where('cost_micro_inr', 'is not', null))).length === 0) return null
        const lines = build.selectFrom('call_costs').selectAll().where('call_id', '=', call).orderBy('line')
        return (await run(lines)).map(lineFrom)
      }),

    byDay: (tenantId, { from, to, timezone }) =>
      inTenant(pool, tenantId, async (run) => {
        const day = sql<string>`to_char(created_at at time zone ${sql.lit(timezone)}, 'YYYY-MM-DD')`
        const sums = build
          .selectFrom('calls')
          .select([
            day.as('day'),
            sql<string>`count(*)`.as('calls'),
            sql<string>`coalesce(sum(duration_sec), 0)`.as('seconds'),
            sql<string>`coalesce(sum(cost_micro_inr), 0)`.as('micro'),
          ])
          .where('created_at', '>=', new Date(from))
          .where('created_at', '<', new Date(to))
          .groupBy(day)
          .orderBy('day')
        return (await run(sums)).map(
          (row): DaySum => ({
            day: row.day,
            calls: Number(row.calls),
            durationMs: Math.round(Number(row.seconds) * 1000),
            microInr: BigInt(row.micro),
          }),
        )
      }),
  }
}

const kept = (rows: readonly Insertable<Tables['call_costs']>[]) =>
  build
    .insertInto('call_costs')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())

const rowFrom = (line: KeptLine) => ({
  type: line.type,
  provider: line.provider,
  model: line.model,
  unit: line.unit,
  quantity_milli: String(line.quantityMilli),
  estimated: line.estimated,
  priced: line.priced,
  cost_micro_inr: String(line.microInr),
})

const lineFrom = (row: Selectable<Tables['call_costs']>): KeptLine => ({
  type: row.type as KeptLine['type'],
  provider: row.provider ?? 'unknown',
  model: row.model,
  unit: row.unit as UsageUnit,
  quantityMilli: BigInt(row.quantity_milli),
  estimated: row.estimated,
  priced: row.priced,
  microInr: BigInt(row.cost_micro_inr),
})
