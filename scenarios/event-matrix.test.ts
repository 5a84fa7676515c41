import { expect, test } from 'vitest'
import { eventTypes } from '#generated/events.gen.ts'
import { draftTypes, eventMatrix } from './event-matrix.ts'
import { readScenarios } from './scenario.ts'

const { seen, stories, planned } = eventMatrix

test('every type of event that is live is shown by a story, and no other', () => {
  expect(Object.keys(seen).sort()).toEqual([...eventTypes].sort())
  expect(Object.entries(seen).filter(([, by]) => by.length === 0)).toEqual([])
})

test('every type that is a draft is planned, and no other', () => {
  expect(Object.values(planned).flat().sort()).toEqual(draftTypes().sort())
})

test('a story is a scenario or told by the test; each that is told shows something', () => {
  const scenarios = readScenarios().map(({ name }) => name)
  const named = new Set(Object.values(seen).flat())
  const known = [...scenarios, ...Object.keys(stories)]
  expect([...named].filter((name) => !known.includes(name))).toEqual([])
  expect(Object.keys(stories).filter((name) => scenarios.includes(name) || !named.has(name))).toEqual([])
})
