import { expect, test } from 'vitest'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { Believed } from './believed.ts'

/** A database that knows the names beginning with "known", and counts what it is asked. */
function database() {
  const clock = new VirtualClock()
  const believed = new Believed<string>(clock)
  const asked: string[] = []
  let answers: Promise<unknown> = Promise.resolve()
  let most = 0
  let now = 0
  const ask = (name: string) => async () => {
    asked.push(name)
    most = Math.max(most, ++now)
    await answers
    now -= 1
    return name.startsWith('known') ? name : null
  }
  const get = (name: string): Promise<string | null> => believed.get(name, ask(name))
  return { clock, asked, get, most: () => most, hold: (until: Promise<unknown>) => (answers = until) }
}

test('an answer is believed for two seconds, whether it knows the name or not', async () => {
  const { clock, asked, get } = database()
  for (const after of [0, 1_999, 1]) {
    await clock.advance(after)
    expect([await get('known'), await get('nobody')]).toEqual(['known', null])
  }
  expect(asked).toEqual(['known', 'nobody', 'known', 'nobody'])
})

test('who asks for one name at once asks once', async () => {
  const { asked, get } = database()
  await Promise.all(Array.from({ length: 50 }, () => get('known')))
  expect(asked).toEqual(['known'])
})

test('an error is nobody’s answer', async () => {
  const believed = new Believed<string>(new VirtualClock())
  await expect(believed.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await believed.get('a', async () => 'here')).toBe('here')
})

test('a flood of unknown names asks four at a time, is refused past its bounds, and holds no known name up', async () => {
  const { clock, asked, get, hold, most } = database()
  await get('known')
  await clock.advance(2_000)
  const gate = Promise.withResolvers<void>()
  hold(gate.promise)
  const flood = Array.from({ length: 1_100 }, (_, n) => get(`guess ${n}`))
  const refused = flood.slice(1_004).map((guess) => expect(guess).rejects.toMatchObject({ code: 'quota_exceeded' }))
  await Promise.all(refused)
  expect([asked.length, most()]).toEqual([5, 4])
  const refreshed = get('known')
  await settled()
  expect(asked.at(-1)).toBe('known')
  gate.resolve()
  expect(await refreshed).toBe('known')
  expect(new Set(await Promise.all(flood.slice(0, 1_004)))).toEqual(new Set([null]))
  expect(await get('one more')).toBeNull()
})

test('any number of unknown names does not make it forget a known one', async () => {
  const { asked, get } = database()
  await get('known')
  for (let n = 0; n < 20_000; n++) await get(`guess ${n}`)
  const before = asked.length
  expect(await get('known')).toBe('known')
  expect(asked.length).toBe(before)
})
