import { expect, test } from 'vitest'
import { endKeys, keyPauseMs, keysElapsed, newKeypadState, pressKeys } from './keypad.ts'

test.each([
  ['12#', [{ keys: '12', endedBy: 'hash' }], ''],
  ['#', [{ keys: '#', endedBy: 'hash' }], ''],
  [
    '1#2#3',
    [
      { keys: '1', endedBy: 'hash' },
      { keys: '2', endedBy: 'hash' },
    ],
    '3',
  ],
  ['1'.repeat(33), [{ keys: '1'.repeat(32), endedBy: 'length' }], '1'],
])('%s', (digits, entered, left) => {
  const step = pressKeys(newKeypadState, digits, 100)
  expect([step.entered, step.state.keys]).toEqual([entered, left])
  expect(step.state.until).toBe(left === '' ? null : 100 + keyPauseMs)
})

test('a pause ends the collection, unless a key came meanwhile', () => {
  const one = pressKeys(newKeypadState, '1', 0).state
  const two = pressKeys(one, '2', 1_500).state
  expect(keysElapsed(two, keyPauseMs).entered).toEqual([])
  expect(keysElapsed(two, 1_500 + keyPauseMs).entered).toEqual([{ keys: '12', endedBy: 'pause' }])
})

test('the end of the call loses no key', () => {
  expect(endKeys(pressKeys(newKeypadState, '1', 0).state, 'call_end').entered).toEqual([
    { keys: '1', endedBy: 'call_end' },
  ])
  expect(endKeys(newKeypadState, 'call_end').entered).toEqual([])
})
