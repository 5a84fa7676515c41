import { expect, test } from 'vitest'
import { guard, guarded } from './guarded.ts'

test('what a listener throws goes to whoever wants it, and its caller goes on', () => {
  const caught: unknown[] = []
  const heard: string[] = []
  const listener = guarded(
    {
      words: (text: string) => void heard.push(text),
      broken: () => {
        throw new Error('broken')
      },
    },
    (error) => caught.push(error),
  )
  listener.broken()
  listener.words('still here')
  expect([heard, caught]).toEqual([['still here'], [new Error('broken')]])
})

test('what does not throw is not caught', () => {
  let done = false
  guard(
    () => {
      done = true
    },
    () => expect.unreachable(),
  )
  expect(done).toBe(true)
})
