import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Currency, RateService, UsageUnit } from '#generated/events.gen.ts'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { FxRate, Rate } from '#runtime/core/rate.ts'
import type { RateStore } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { askForTask, askTenant, build, forTask, prepared } from './tenant-transaction.ts'
import { full, orRefused } from './violations.ts'

/** Dated prices and exchange rates (SRS 9). A row is never changed: a later one follows it. */
export function postgresRates(pool: Pool): RateStore {
  return {
    add(tenantId, rate, most) {
      const row = build.insertInto('rates').values({ ...rowFrom(rate), tenant_id: storedId('tenant', tenantId) })
      const added = askTenant(pool, tenantId, row, { most }).then(() => 'added' as const)
      return orRefused(full, added)
    },

    async list(tenantId, { limit, before }) {
      const rates = build.selectFrom('rates').selectAll().orderBy('id', 'desc').limit(limit)
      const page = before === undefined ? rates : rates.where('id', '<', storedId('rate', before))
      return (await askTenant(pool, tenantId, page)).map(rateFrom)
    },

    inForce: async (tenantId, at) => (await askTenant(pool, tenantId, newestBy(new Date(at)))).map(rateFrom),

    async fx(at) {
      const [row] = await askForTask(pool, 'fx', fxAt(new Date(at)))
      if (!row) throw new Error('no exchange rate was noted')
      return fxFrom(row)
    },

    async noteFx({ usdMicroInr, effectiveFrom, source }) {
      await forTask(pool, 'fx', async (run) => {
        const [newest] = await run(build.selectFrom('fx_rates').selectAll().orderBy('effective_from', 'desc').limit(1))
        if (newest && fxFrom(newest).usdMicroInr === usdMicroInr && newest.source === source) return
        const row = { currency: 'USD', micro_inr: String(usdMicroInr), effective_from: effectiveFrom, source }
        await run(
          build
            .insertInto('fx_rates')
            .values(row)
            .onConflict((conflict) => conflict.doNothing()),
        )
      })
    },
  }
}

/** Of each kind the newest at an instant. */
const newestBy = prepared(() =>
  build
    .selectFrom('rates')
    .selectAll()
    .distinctOn(['tenant_id', 'service', 'provider', 'model', 'unit'])
    .where('effective_from', '<=', new Date(0))
    .orderBy('tenant_id')
    .orderBy('service')
    .orderBy('provider')
    .orderBy('model')
    .orderBy('unit')
    .orderBy('effective_from', 'desc')
    .orderBy('id', 'desc'),
)

/** That of an instant, or the first of all. */
const fxAt = prepared(() =>
  build
    .selectFrom('fx_rates')
    .selectAll()
    .where('effective_from', '=', ({ fn, selectFrom }) =>
      fn.coalesce(
        selectFrom('fx_rates')
          .select(({ fn }) => fn.max('effective_from').as('at'))
          .where('effective_from', '<=', new Date(0)),
        selectFrom('fx_rates').select(({ fn }) => fn.min('effective_from').as('at')),
      ),
    ),
)

const fxFrom = (row: Selectable<Tables['fx_rates']>): FxRate => ({
  usdMicroInr: Number(row.micro_inr),
  effectiveFrom: instant(row.effective_from),
  source: row.source,
})

const rowFrom = (rate: Rate) => ({
  id: storedId('rate', rate.id),
  service: rate.service,
  provider: rate.provider,
  model: rate.model,
  unit: rate.unit,
  per: rate.per,
  price_micros: String(rate.priceMicros),
  currency: rate.currency,
  effective_from: rate.effectiveFrom,
  source: storedText(rate.source),
  created_at: rate.createdAt,
})

const rateFrom = (row: Selectable<Tables['rates']>): Rate => ({
  id: idFromUuid('rate', row.id),
  owner: row.tenant_id === null ? 'platform' : 'tenant',
  service: row.service as RateService,
  provider: row.provider,
  model: row.model,
  unit: row.unit as UsageUnit,
  per: row.per,
  priceMicros: Number(row.price_micros),
  currency: row.currency as Currency,
  effectiveFrom: instant(row.effective_from),
  source: row.source,
  createdAt: instant(row.created_at),
})
