import { expect, test } from 'vitest'
import { checkEvent } from '#generated/events.gen.ts'
import { endpointDisabled, eventsOfTry } from './told-events.ts'

const tried = {
  tenantId: 't_acme',
  endpointId: 'we_01jd3w7q8re5a9v6c2k4m0n7xz',
  eventId: 'evt_01jd3w7q8re5a9v6c2k4m0n7xz',
  type: 'call.ended',
  attempt: 2,
  ts: '2026-02-03T04:05:06.000Z',
  latencyMs: 12.345,
  delayMs: null,
  httpStatus: 200,
  failure: null,
} as const
const typesOf = (told: Parameters<typeof eventsOfTry>[0]): string[] =>
  eventsOfTry(told).map(({ event_type }) => event_type)

test('a try is told to the log of the tenant, and what is told fits the contract', () => {
  const failed = { ...tried, httpStatus: 503, failure: 'refused' } as const
  expect(typesOf(tried)).toEqual(['webhook.delivered'])
  expect(typesOf({ ...failed, delayMs: 30_000 })).toEqual(['webhook.attempt_failed'])
  expect(typesOf(failed)).toEqual(['webhook.attempt_failed', 'webhook.dead_lettered'])
  const lost = { ...tried, httpStatus: null, failure: 'timeout', attempt: 1_000 } as const
  const all = [tried, failed, { ...failed, delayMs: 30_000 }, lost].flatMap(eventsOfTry)
  const disabled = endpointDisabled('t_acme', tried.endpointId, 'gone', tried.ts)
  for (const event of [...all, disabled]) expect(checkEvent(event)).toBeNull()
  expect(eventsOfTry({ ...failed, delayMs: 30_000 })[0]).toMatchObject({
    ...{ session_id: 't_acme', severity: 'warn', correlation_id: tried.eventId, attempt: 2, latency_ms: 12.3 },
    data: { class: 'refused', http_status: 503, backoff_ms: 30_000 },
  })
  expect(disabled).toMatchObject({ event_type: 'webhook.endpoint_disabled', data: { state: 'gone' } })
})
