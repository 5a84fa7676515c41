import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { wavHeader } from '#runtime/core/wav.ts'
import type { Recording, Spool, SpooledRecording } from '#runtime/ports/spool.ts'
import { ids } from '../testing/samples.ts'
import { diskSpool } from './disk.ts'
import { repairWav } from './wav-repair.ts'

const roots: string[] = []
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))))

let root: string
let troubles: unknown[]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-spool-`))
  roots.push(root)
  troubles = []
})
const spoolIn = (options: { maxWaitingBytes?: number } = {}): Promise<Spool> =>
  diskSpool({ root, random: randomBytes, clock: systemClock(), onTrouble: (error) => troubles.push(error), ...options })
const stereo = { sampleRateHz: 8000, channels: 2 } as const
const recording = (): Recording => ({ tenantId: ids.next('tenant'), callId: ids.next('call'), ...stereo })
const wav = (audio: Buffer): Buffer => Buffer.concat([wavHeader(stereo, audio.length), audio])
const read = (spooled: SpooledRecording): Promise<Buffer> => buffer(spooled.open())

describe('a recording', () => {
  test('is a WAV file when it is finished, silent where nothing was written, and gone when it is removed', async () => {
    const spool = await spoolIn()
    const of = recording()
    const writer = spool.begin(of)
    const [first, second] = [randomBytes(4000), randomBytes(800)]
    writer.write(first, 0)
    writer.write(second, 8000)
    const spooled = await writer.finish(32_000)
    expect(spooled).toMatchObject({ ...of, bytes: 32_044, durationMs: 1000, lostMs: 0 })
    const silence = (bytes: number) => Buffer.alloc(bytes)
    expect(await read(spooled)).toEqual(wav(Buffer.concat([first, silence(4000), second, silence(32_000 - 8800)])))
    await spooled.remove()
    await spooled.remove()
    await spool.close()
    expect([await readdir(root), troubles]).toEqual([[], []])
  })

  test('of a call without a sound is an empty WAV file', async () => {
    const spool = await spoolIn()
    expect(await read(await spool.begin(recording()).finish(0))).toEqual(wav(Buffer.alloc(0)))
  })

  test('loses what a slow disk cannot take, says how much, and keeps the rest in its place', async () => {
    const spool = await spoolIn({ maxWaitingBytes: 8000 })
    const writer = spool.begin(recording())
    const pieces = Array.from({ length: 4 }, () => randomBytes(3200))
    // None of them is written before this turn of the event loop ends.
    pieces.forEach((piece, i) => {
      writer.write(piece, i * 3200)
    })
    const spooled = await writer.finish(4 * 3200)
    expect(spooled.lostMs).toBe(200)
    expect(await read(spooled)).toEqual(wav(Buffer.concat([pieces[0]!, pieces[1]!, Buffer.alloc(6400)])))
  })

  test('whose disk fails is told of once, and lasts as long', async () => {
    const spool = await spoolIn()
    const [folder] = await readdir(root)
    await rm(join(root, folder!), { recursive: true })
    const writer = spool.begin(recording())
    writer.write(randomBytes(3200), 0)
    writer.write(randomBytes(3200), 3200)
    await expect(writer.finish(6400)).rejects.toThrow('ENOENT')
    expect(troubles).toHaveLength(1)
  })
})

test('a recording that cannot be read any more breaks its reader, and nothing else', async () => {
  const spool = await spoolIn()
  const spooled = await spool.begin(recording()).finish(0)
  await spooled.remove()
  const body = spooled.open()
  while (!body.closed) await setImmediate()
  await expect(read({ ...spooled, open: () => body })).rejects.toThrow(/ENOENT|closed/)
})

describe('leftovers', () => {
  const audio = randomBytes(4000)
  const whole = wav(audio)

  test.each([
    ['nothing at all', Buffer.alloc(0), Buffer.alloc(0)],
    ['half a header', whole.subarray(0, 20), Buffer.alloc(0)],
    ['a header alone', wav(Buffer.alloc(0)), Buffer.alloc(0)],
    ['a header that says nothing yet', Buffer.concat([wavHeader(stereo, 0), audio]), audio],
    ['a header of zeros', Buffer.concat([Buffer.alloc(44), audio]), audio],
    ['one byte of a sample', whole.subarray(0, 45), Buffer.alloc(0)],
    ['a torn last sample', whole.subarray(0, 44 + 399), audio.subarray(0, 396)],
    ['the left side of a sample', whole.subarray(0, 44 + 398), audio.subarray(0, 396)],
    ['a whole file', whole, audio],
  ])('with %s are made whole', async (_what, left, expected) => {
    const of = recording()
    await mkdir(join(root, 'gone'))
    await writeFile(join(root, 'gone', `${of.tenantId}.${of.callId}.8000.wav`), left)
    const [spooled, ...others] = await (await spoolIn()).leftovers()
    expect(others).toEqual([])
    expect(spooled).toMatchObject({ ...of, bytes: 44 + expected.length, durationMs: expected.length / 32 })
    expect(await read(spooled!)).toEqual(wav(expected))
    expect(await readdir(root)).not.toContain('gone')
  })

  test('of one channel are known as such', async () => {
    const of = { ...recording(), channels: 1 } as const
    await mkdir(join(root, 'gone'))
    const name = `${of.tenantId}.${of.callId}.8000.mono.wav`
    await writeFile(join(root, 'gone', name), Buffer.concat([wavHeader(of, 0), audio]))
    const [spooled] = await (await spoolIn()).leftovers()
    expect(spooled).toMatchObject({ ...of, bytes: 44 + audio.length, durationMs: audio.length / 16 })
    expect((await read(spooled!)).readUInt16LE(22)).toBe(1)
    const finished = await (await spoolIn()).begin({ ...recording(), channels: 1 }).finish(1600)
    expect([finished.file?.endsWith('.8000.mono.wav'), finished.durationMs]).toEqual([true, 100])
  })

  test('that are larger than a WAV file can be are cut to what it can hold', async () => {
    const file = join(root, 'huge.wav')
    await writeFile(file, wavHeader(stereo, 0))
    await truncate(file, 5 * 2 ** 30)
    const bytes = await repairWav(file, stereo)
    expect(bytes).toBeLessThanOrEqual(2 ** 32 + 8)
    const handle = await open(file)
    const { buffer: header } = await handle.read(Buffer.alloc(44), 0, 44, 0)
    await handle.close()
    expect([header.readUInt32LE(4) + 8, header.readUInt32LE(40) + 44]).toEqual([bytes, bytes])
    expect(await repairWav(file, stereo)).toBe(bytes)
  })

  test('of a process that lives are nobody else’s, also when it has just begun', async () => {
    const [one, other] = await Promise.all([spoolIn(), spoolIn()])
    const writer = one.begin(recording())
    writer.write(randomBytes(3200), 0)
    expect(await other.leftovers()).toEqual([])
    expect((await writer.finish(3200)).bytes).toBe(3244)
  })

  test('are taken by one of two that look at once', async () => {
    await mkdir(join(root, 'gone'))
    for (let i = 0; i < 20; i++) {
      const of = recording()
      await writeFile(join(root, 'gone', `${of.tenantId}.${of.callId}.8000.wav`), whole)
    }
    const spools = await Promise.all([spoolIn(), spoolIn()])
    const found = await Promise.all(spools.map((spool) => spool.leftovers()))
    expect(found.flat()).toHaveLength(20)
    expect(troubles).toEqual([])
  })

  test('what is no recording stays where it is', async () => {
    await mkdir(join(root, 'gone'))
    await writeFile(join(root, 'gone', 'notes.txt'), 'mine')
    await writeFile(join(root, 'a-file'), 'mine')
    expect(await (await spoolIn()).leftovers()).toEqual([])
    expect(await readFile(join(root, 'gone', 'notes.txt'), 'utf8')).toBe('mine')
    expect(troubles).toEqual([])
  })

  test('of a process that was killed in the middle of a call hold every batch that it wrote', async () => {
    const of = recording()
    const child = recorderProcess(of)
    await once(child.stdout!, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const [spooled] = await (await spoolIn()).leftovers()
    const body = (await read(spooled!)).subarray(44)
    expect(body.length).toBeGreaterThanOrEqual(40 * 3200)
    for (let i = 0; i < 40; i++) expect(body.readUInt8(i * 3200)).toBe(i + 1)
    expect(spooled).toMatchObject(of)
  })
})

/** A process that writes 40 batches, says so once they are written, and goes on. */
function recorderProcess(of: Recording): ChildProcess {
  const script = `
    const { diskSpool } = await import(${JSON.stringify(new URL('./disk.ts', import.meta.url))})
    const { systemClock } = await import(${JSON.stringify(new URL('../../core/system-clock.ts', import.meta.url))})
    const clock = systemClock()
    const { randomBytes } = await import('node:crypto')
    const spool = await diskSpool({ root: ${JSON.stringify(root)}, random: randomBytes, clock, onTrouble: console.error })
    const writer = spool.begin(${JSON.stringify(of)})
    for (let i = 0; i < 40; i++) writer.write(Buffer.alloc(3200, i + 1), i * 3200)
    await new Promise((resolve) => setTimeout(resolve, 300))
    console.log('written')
    setInterval(() => writer.write(Buffer.alloc(3200, 41), 40 * 3200), 1)
  `
  return spawn('setpriv', ['--pdeathsig', 'KILL', '--', process.execPath, '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
