import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type DrawnEvent, drawTimeline, spansOf } from './timeline-drawing.ts'

const log = new URL('../runtime/domain/projections/golden/call.log.jsonl', import.meta.url)
const events: DrawnEvent[] = readFileSync(log, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).event)

const spans = (lane: string): (number | boolean | undefined)[][] =>
  spansOf(events)
    .filter((span) => span.lane === lane)
    .map(({ fromMs, toMs, cut }) => [fromMs, toMs, cut])

test('who spoke when, what cut the agent off, and what everybody waited for, from the events alone', () => {
  expect(spans('agent').slice(0, 4)).toEqual([
    [100, 900, false],
    [1000, 2060, false],
    [1720, 2060, false],
    [4520, 5600, true],
  ])
  expect(spans('caller').slice(0, 2)).toEqual([
    [3400, 4220, false],
    [5600, 6220, false],
  ])
  expect(spans('wait').slice(0, 2)).toEqual([
    [4000, 4220, undefined],
    [6000, 6220, undefined],
  ])
  expect(spans('model')[0]).toEqual([4220, 4680, false])
  expect(spans('tool')).toEqual([
    [9700, 9700, false],
    [9700, 10_000, false],
    [9700, 9700, false],
  ])
  expect(spans('silence').at(-2)).toEqual([11_100, 14_100, false])
})

test('the picture has each lane, the moments and the end', () => {
  const rows = drawTimeline(events, 120).split('\n')
  expect(rows.map((row) => row.slice(0, 9).trim())).toEqual([
    '',
    ...['caller', 'wait', 'model', 'tool', 'agent', 'silence'],
    '',
    '^ barge-i',
  ])
  expect(rows[5]).toContain('✂')
  expect(rows[7]!.length).toBe(9 + 120)
  expect(rows[7]!.at(-1)).toBe('|')
  for (const mark of ['^', '!', '?', 't', '#', 'c']) expect(rows[7]).toContain(mark)
  expect(drawTimeline([])).toBe('')
})
