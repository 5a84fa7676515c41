import { expect, test } from 'vitest'
import { Slots } from './slots.ts'

test('two at once, the others in their order, also after a failure', async () => {
  const slots = new Slots(2)
  const begun: number[] = []
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
  const work = gates.map((gate, n) =>
    slots.use(async () => {
      begun.push(n)
      await gate.promise
      return n
    }),
  )
  await Promise.resolve()
  expect(begun).toEqual([0, 1])
  gates[1]!.reject(new Error('broken'))
  await expect(work[1]).rejects.toThrow('broken')
  await Promise.resolve()
  expect(begun).toEqual([0, 1, 2])
  for (const gate of gates) gate.resolve()
  expect(await Promise.all([work[0], work[2], work[3]])).toEqual([0, 2, 3])
})
