import { expect, test } from 'vitest'
import { fallsInto, parseTraceparent, spanOf, traceOf, traceparent } from './trace-context.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'

test('a traceparent is read and written as W3C Trace Context has it', () => {
  const header = `00-${traceId}-${spanId}-01`
  expect(parseTraceparent(header)).toEqual({ traceId, spanId, sampled: true })
  expect(traceparent({ traceId, spanId, sampled: true })).toBe(header)
  expect(parseTraceparent(`00-${traceId}-${spanId}-00`)?.sampled).toBe(false)
  expect(parseTraceparent(`00-${traceId}-${spanId}-03`)?.sampled).toBe(true)
  expect(parseTraceparent(`cc-${traceId}-${spanId}-01-what-the-future-will-be-like`)).toEqual({
    traceId,
    spanId,
    sampled: true,
  })
})

test.each([
  undefined,
  '',
  ['00', '01'],
  `ff-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-01-more`,
  `00-${traceId}-${spanId}`,
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId.slice(1)}-${spanId}-01`,
  ` 00-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-0x`,
])('%j is none', (header) => {
  expect(parseTraceparent(header as string | undefined)).toBeNull()
})

test('a call has the same ids everywhere, and each thing of it its own', () => {
  expect([traceOf('c_1'), spanOf('c_1'), spanOf('c_1', 7)].map((id) => id.length)).toEqual([32, 16, 16])
  expect(traceOf('c_1')).toBe(traceOf('c_1'))
  expect(new Set([spanOf('c_1'), spanOf('c_1', 'turn_1'), spanOf('c_1', 1), spanOf('c_2')]).size).toBe(4)
})

test('a share of all traces is kept, the same ones by everybody', () => {
  const ids = Array.from({ length: 2_000 }, (_, i) => traceOf(`c_${i}`))
  const kept = ids.filter((id) => fallsInto(0.25, id)).length
  expect(kept).toBeGreaterThan(400)
  expect(kept).toBeLessThan(600)
  expect([fallsInto(1, 'f'.repeat(32)), fallsInto(0, '0'.repeat(32))]).toEqual([true, false])
  expect([ids.every((id) => fallsInto(1, id)), ids.some((id) => fallsInto(0, id))]).toEqual([true, false])
})
