import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { yazlZip } from './yazl-zip.ts'

const AT = new Date('2026-02-03T04:05:06Z')
const MEGABYTE = 1_048_576

/** So many megabytes that are made while they are read, and how many were. */
function megabytes(count: number) {
  const made = { count: 0 }
  const open = async () =>
    Readable.from(
      (function* () {
        for (; made.count < count; made.count += 1) yield Buffer.alloc(MEGABYTE, made.count)
      })(),
      { objectMode: false },
    )
  return { made, entry: { name: 'recording.wav', body: { bytes: count * MEGABYTE, open } } }
}

test('its length is known before, and the same files give the same bytes', async () => {
  const entries = [{ name: 'a.json', body: Buffer.from('{}\n') }, { ...megabytes(2).entry }]
  const whole = await buffer(yazlZip(entries, AT).open())
  expect(whole.length).toBe(yazlZip(entries, AT).bytes)
  const again = [entries[0]!, megabytes(2).entry]
  expect((await buffer(yazlZip(again, AT).open())).equals(whole)).toBe(true)
})

test('of a long file no more is read than who takes the archive takes', async () => {
  const { made, entry } = megabytes(500)
  const out = yazlZip([entry], AT).open()
  let taken = 0
  let ahead = 0
  for await (const piece of out) {
    taken += (piece as Buffer).length
    if (taken % (8 * MEGABYTE) < 65_536) for (let i = 0; i < 20; i++) await turn()
    ahead = Math.max(ahead, made.count - taken / MEGABYTE)
    if (taken > 64 * MEGABYTE) break
  }
  expect(ahead).toBeLessThan(10)
  expect(made.count).toBeLessThan(75)
})

test.each([
  ['cannot be opened', () => Promise.reject(new Error('gone'))],
  [
    'breaks off',
    async () =>
      Readable.from(
        (function* () {
          yield Buffer.alloc(10)
          throw new Error('gone')
        })(),
        { objectMode: false },
      ),
  ],
])('a file that %s fails the archive', async (_what, open) => {
  const entry = { name: 'recording.wav', body: { bytes: 100, open: open as () => Promise<Readable> } }
  await expect(buffer(yazlZip([entry], AT).open())).rejects.toThrow('gone')
})

test('a file that is shorter or longer than it was said to be fails the archive', async () => {
  for (const length of [99, 101]) {
    const open = async () => Readable.from([Buffer.alloc(length)])
    await expect(buffer(yazlZip([{ name: 'a', body: { bytes: 100, open } }], AT).open())).rejects.toThrow()
  }
})

test('a file that is opened when nobody takes the archive any more is closed', async () => {
  const opened = Promise.withResolvers<Readable>()
  const out = yazlZip([{ name: 'a', body: { bytes: 100, open: () => opened.promise } }], AT).open()
  out.resume()
  await turn()
  out.destroy()
  await turn()
  const body = new Readable({ read() {} })
  opened.resolve(body)
  await turn()
  expect(body.destroyed).toBe(true)
})
