import { expect, test } from 'vitest'
import { guarded } from './guarded.ts'

test('what a method throws is caught, with its values passed on', () => {
  const told: unknown[] = []
  const listener = guarded(
    {
      say: (word: string, times: number) => void told.push(word.repeat(times)),
      fail: () => {
        throw new Error('broken')
      },
    },
    (error) => told.push((error as Error).message),
  )
  listener.say('a', 2)
  listener.fail()
  expect(told).toEqual(['aa', 'broken'])
})
