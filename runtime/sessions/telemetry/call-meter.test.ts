import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { recordingBus } from '#runtime/sessions/testing/recording-bus.ts'
import { callMeter } from './call-meter.ts'
import { observedBus } from './observed-bus.ts'

const log = readFileSync(new URL('../../domain/projections/golden/call.log.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): CallEvent => JSON.parse(line).event)
const asCall = (session_id: string): CallEvent[] => log.map((event) => ({ ...event, session_id }))

test('two calls at once are kept apart: each turn is answered once in each', () => {
  const metrics = recordedMetrics()
  const meter = callMeter(metrics)
  const [one, two] = [asCall('c_one'), asCall('c_two')]
  for (const [index, event] of one.entries()) {
    meter(event)
    meter(two[index]!)
  }
  const answered = metrics.lines.filter((line) => line.startsWith('invorto_turn_response_ms'))
  expect(answered.map((line) => line.split(' ')[1])).toEqual(['520', '520', '600', '600', '800', '800'])
  expect(metrics.lines.join('\n')).not.toMatch(/c_one|c_two|turn_\d/)
})

test('observers see every event after the bus has it, and one that breaks stops neither the bus nor the others', () => {
  const bus = recordingBus()
  const [seen, faults]: [number[], unknown[]] = [[], []]
  const broken = (): never => {
    throw new Error('broken')
  }
  const observed = observedBus(bus, [broken, ({ seq }) => seen.push(bus.published.length * 100 + seq)], (error) =>
    faults.push(error),
  )
  for (const event of log.slice(0, 3)) observed.publish(event)
  expect(bus.published).toEqual(log.slice(0, 3))
  expect(seen).toEqual([101, 202, 303])
  expect(faults).toHaveLength(3)
})
