import type { Handler } from '#handlers/handler.ts'
import { DAY_MS, dayOf, daysAfter, midnight, timezone } from '#runtime/core/local-day.ts'
import { inr } from '#runtime/core/money.ts'
import { Problem } from '#runtime/core/problem.ts'

const LONGEST_DAYS = 92
const DEFAULT_DAYS = 30

export const getMetrics: Handler<'getMetrics'> = async ({ query, caller }, { store, clock }) => {
  const today = dayOf(clock.now())
  const to = query.to ?? today
  const from = query.from ?? daysAfter(to, 1 - DEFAULT_DAYS)
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
  if (!isDay(from) || !(days >= 1 && days <= LONGEST_DAYS)) {
    throw new Problem('bad_request', `Ask for 1 to ${LONGEST_DAYS} days: "from" is the first and "to" the last.`, {
      errors: [{ parameter: 'from', message: 'is no first day of such a span', keyword: 'maximum' }],
    })
  }
  const span = { from: midnight(from), to: midnight(daysAfter(to, 1)), timezone }
  const sums = await store.costs.byDay(caller.tenantId, span)
  const sum = (of: (day: (typeof sums)[number]) => number): number => sums.reduce((total, day) => total + of(day), 0)
  const totals = {
    calls: sum(({ calls }) => calls),
    minutes: minutes(sum(({ durationMs }) => durationMs)),
    costInr: inr(sums.reduce((total, { microInr }) => total + microInr, 0n)),
  }
  const data = sums.map(({ day, calls, durationMs, microInr }) => ({
    ...{ day, calls, minutes: minutes(durationMs), costInr: inr(microInr) },
  }))
  return { status: 200, body: { from, to, timezone, totals, days: data } }
}

/** Days before the year 0 have another form. */
const isDay = (day: string): boolean => /^\d{4}-\d\d-\d\d$/.test(day)
const minutes = (ms: number): number => Math.round((ms / 60_000) * 1e6) / 1e6
