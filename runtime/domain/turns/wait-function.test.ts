import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unfinished, waitPolicy } from './unfinished.ts'
import { parseWaitFunction, WaitFunctionError } from './wait-function.ts'

test.each([
  ['200 + 8000 * x', 0.1, 1000],
  ['250 + 9000*x', 0, 250],
  ['2 ^ 3 ^ 2', 0, 512],
  ['-2 ^ 2', 0, -4],
  ['(20 + 500 * sqrt(x) + 2500 * x^3 + 700 + 4000 * max(0, x-0.5)) / 2', 1, 2860],
  ['2000 / (1 + exp(-10 * (x - 0.5)))', 0.5, 1000],
  ['min(3, 1, 2) + abs(-1) + pow(2, 3) + log(1)', 0, 10],
  ['.5 - - 1', 0, 1.5],
])('%s at %d is %d', (text, x, value) => {
  expect(parseWaitFunction(text)(x)).toBeCloseTo(value, 9)
})

test.each([
  ['', 'ends too early'],
  ['200 +', 'ends too early'],
  ['200 + y', '"y" is unknown'],
  ['constructor(1)', '"constructor" is unknown'],
  ['x x', '"x" is not expected'],
  ['(x', 'a bracket is not closed'],
  ['sqrt x', 'needs its brackets'],
  ['pow(1)', '"pow" takes 2'],
  ['1;2', '";" is not expected'],
  ['X', '"X" is not expected'],
  [`${'('.repeat(100)}x${')'.repeat(100)}`, 'nested too deeply'],
])('"%s" is refused: %s', (text, says) => {
  expect(() => parseWaitFunction(text)).toThrow(says)
})

test('whatever is written is a number or a WaitFunctionError', () => {
  const piece = fc.constantFrom(
    '1',
    '0.5',
    'x',
    '+',
    '-',
    '*',
    '/',
    '^',
    '(',
    ')',
    ',',
    'max',
    'sqrt',
    ' ',
    '__proto__',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      try {
        expect(typeof parseWaitFunction(pieces.join(''))(0.5)).toBe('number')
      } catch (error) {
        expect(error).toBeInstanceOf(WaitFunctionError)
      }
    }),
  )
})

test.each([
  ['what are your plans', 0.1],
  ['what are your plans?', 0],
  ['I want to book a', 0.8],
  ['मुझे एक प्लान चाहिए और', 0.8],
  ['my number is 98 76', 0.5],
  ['well,', 0.5],
  ['and', 0.1],
  ['', 0.1],
])('"%s" is unfinished with %d', (text, x) => {
  expect(unfinished(text)).toBe(x)
})

test.each([
  ['200 + 8000 * x', 0.65, 'what are your plans', 220],
  ['200 + 8000 * x', 0.95, 'what are your plans', 1000],
  ['200 + 1200 * x', 0.65, 'I want to book a', 1160],
  ['200 + 8000 * x', 0.65, 'I want to book a', 3000],
  ['0 - 5', 0.65, 'I want to book a', 220],
  ['1 / 0', 0.65, 'I want to book a', 220],
  [null, 0.65, 'I want to book a', 220],
])('%s with confidence %d waits for "%s" %d ms', (waitFunction, confidence, text, waitMs) => {
  expect(waitPolicy({ silenceMs: 220, confidence, waitFunction })(text)).toBe(waitMs)
})
