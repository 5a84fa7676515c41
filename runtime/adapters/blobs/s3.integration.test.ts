import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import { type S3Simulator, startS3 } from '#simulators/s3/start-s3.ts'
import { ids } from '../testing/samples.ts'
import { describeBlobs } from './conformance.ts'
import { S3Blobs, type S3BlobsOptions } from './s3.ts'

const clock = systemClock()
const MINUTE_MS = 60_000
let s3: S3Simulator
const opened: { close(): void }[] = []
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-s3-`))
  s3 = await startS3(folder, ['calls-recordings', 'calls-transcripts'])
})
afterEach(() => {
  s3.faults.clear()
  for (const one of opened.splice(0)) one.close()
})
afterAll(() => s3.close())

/** What made it not ready. */
const troubles: unknown[] = []
const open = (differences: Partial<S3BlobsOptions> = {}): Blobs => {
  const blobs = new S3Blobs({
    bucketRecordings: 'calls-recordings',
    bucketTranscripts: 'calls-transcripts',
    region: s3.region,
    endpoint: s3.url,
    credentials: s3.credentials,
    encryption: 'none',
    clock,
    random: randomBytes,
    onTrouble: (error) => void troubles.push(error),
    patience: { backoffMs: 5 },
    ...differences,
  })
  opened.push(blobs)
  return blobs
}
const newKey = () => `recordings/${ids.next('call')}.wav`
const wav = Buffer.from('RIFF and so on')
const streamOf = (body: Buffer) => ({ bytes: body.length, open: () => Readable.from([body]) })
const text = async (blobs: Blobs, key: string) => String(await buffer((await blobs.get(key))!.body))
const asked = (method: string) => s3.requests.filter((request) => request.method === method)

describeBlobs('blobs in S3', async () => open())

describe('objects', () => {
  test('recordings have a bucket, the rest has the other; type and encryption are as asked', async () => {
    const [recording, metrics] = [newKey(), `metrics/${ids.next('call')}.ndjson`]
    await open({ encryption: 'aws:kms' }).put(recording, streamOf(wav), 'audio/wav')
    expect(asked('PUT').at(-1)).toMatchObject({
      path: `/calls-recordings/${recording}`,
      headers: {
        'content-type': 'audio/wav',
        'content-length': String(wav.length),
        'x-amz-server-side-encryption': 'aws:kms',
      },
    })
    await open().put(metrics, Buffer.from('{}'), 'application/x-ndjson')
    expect(asked('PUT').at(-1)!.path).toBe(`/calls-transcripts/${metrics}`)
    expect(asked('PUT').at(-1)!.headers).not.toHaveProperty('x-amz-server-side-encryption')
  })

  test('150 MB go through little memory, both ways', async () => {
    const body = manyPieces(2_400)
    const memory = watchMemory()
    const [key, blobs] = [newKey(), open()]
    await blobs.put(key, body, 'audio/wav')
    const found = (await blobs.get(key))!
    const hash = createHash('sha256')
    for await (const part of found.body) hash.update(part as Buffer)
    // Both ends are in this process, and the server keeps what it has not written.
    expect(memory.most()).toBeLessThan(64 * 1024 * 1024)
    expect([found.bytes, hash.digest('hex')]).toEqual([body.bytes, body.hash.digest('hex')])
  })

  test('a source is read no faster than the server takes it', async () => {
    s3.faults.plan('stall', 'PUT')
    const body = manyPieces(800)
    const blobs = open({ patience: { attempts: 1, answerMs: 300, bytesPerMs: 1e9 } })
    await expect(blobs.put(newKey(), body, 'audio/wav')).rejects.toThrow('DeadlineExceeded')
    expect(body.read()).toBeLessThan(body.bytes / 4)
  })
})

/** Pieces of 64 KiB, the hash of those that were read, and how many bytes that are. */
function manyPieces(count: number) {
  const piece = randomBytes(64 * 1024)
  const hash = createHash('sha256')
  let read = 0
  const open = function* () {
    for (let i = 0; i < count; i++) {
      hash.update(piece)
      read += piece.length
      yield Buffer.from(piece)
    }
  }
  return { bytes: count * piece.length, hash, read: () => read, open: () => Readable.from(open()) }
}

/** The most bytes of buffers that were alive at once, besides those that were before. */
function watchMemory() {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const alive = (): number => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  const before = alive()
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, alive() - before)
  }, 250)
  return {
    most: () => {
      clearInterval(timer)
      return most
    },
  }
}

describe('links', () => {
  const linkOf = async (ttlMs = 5 * MINUTE_MS, at = 0): Promise<URL> => {
    const key = newKey()
    const blobs = open({
      clock: { ...clock, now: () => clock.now() + at, wakeAt: (due, wake) => clock.wakeAt(due - at, wake) },
    })
    await open().put(key, wav, 'audio/wav')
    return new URL((await blobs.signedUrl(key, ttlMs))!)
  }

  test('a link gives the file to be saved, as what it is, for as long as asked', async () => {
    const link = await linkOf()
    const answer = await fetch(link)
    expect([answer.status, Buffer.from(await answer.arrayBuffer())]).toEqual([200, wav])
    expect(answer.headers.get('content-type')).toBe('audio/wav')
    const name = link.pathname.slice(link.pathname.lastIndexOf('/') + 1)
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
    expect(link.searchParams.get('X-Amz-Expires')).toBe('300')
  })

  test('one that has expired opens nothing', async () => {
    const answer = await fetch(await linkOf(MINUTE_MS, -MINUTE_MS - 2_000))
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('AccessDenied')])
  })

  test.each<[string, (link: URL, other: URL) => void]>([
    ['re-aimed at another blob', (link, other) => void Object.assign(link, { pathname: other.pathname })],
    ['made to live longer', (link) => link.searchParams.set('X-Amz-Expires', '3000')],
    ['made to be shown as a page', (link) => link.searchParams.set('response-content-type', 'text/html')],
  ])('one that was %s opens nothing', async (_how, change) => {
    const link = await linkOf()
    change(link, await linkOf())
    expect((await fetch(link)).status).toBe(403)
  })

  test('it puts nothing and removes nothing', async () => {
    const link = await linkOf()
    expect((await fetch(link, { method: 'DELETE' })).status).toBe(403)
    expect((await fetch(link, { method: 'PUT', body: 'mine' })).status).toBe(403)
    expect((await fetch(link)).status).toBe(200)
  })
})

describe('what S3 refuses', () => {
  const wrongSecret = () => open({ credentials: { ...s3.credentials, secretAccessKey: 'another secret' } })

  test('a wrong secret is refused everywhere, at once, and never taken for a blob that is not there', async () => {
    const blobs = wrongSecret()
    const before = s3.requests.length
    await expect(blobs.put(newKey(), wav, 'audio/wav')).rejects.toThrow('SignatureDoesNotMatch (403)')
    await expect(blobs.get(newKey())).rejects.toThrow('SignatureDoesNotMatch (403)')
    await expect(blobs.remove(newKey())).rejects.toThrow('SignatureDoesNotMatch (403)')
    await expect(blobs.signedUrl(newKey(), MINUTE_MS)).rejects.toThrow('(403)')
    expect(s3.requests.length - before).toBe(4)
  })

  test('it is not ready with a wrong secret, says why, and asks once in ten seconds', async () => {
    troubles.length = 0
    const blobs = wrongSecret()
    const before = s3.requests.length
    expect([await blobs.ready(), await blobs.ready()]).toEqual([false, false])
    await sleep(50)
    expect(s3.requests.length - before).toBe(2)
    expect(troubles.map(String)).toEqual(['S3Failure: S3, bucket "calls-recordings": refused (403)'])
  })

  test('a bucket that is not there is an error, not a blob that is not there', async () => {
    const blobs = open({ bucketRecordings: 'no-such-bucket' })
    expect(await blobs.ready()).toBe(false)
    await expect(blobs.put(newKey(), streamOf(wav), 'audio/wav')).rejects.toThrow('NoSuchBucket (404)')
    await expect(blobs.get(newKey())).rejects.toThrow('NoSuchBucket (404)')
    await expect(blobs.signedUrl(newKey(), MINUTE_MS)).rejects.toThrow('"no-such-bucket": NotFound (404)')
  })

  test('what is not signed is refused', async () => {
    const key = newKey()
    const answer = await fetch(`${s3.url}/calls-recordings/${key}`, { method: 'PUT', body: 'mine' })
    expect(answer.status).toBe(403)
    expect(await open().get(key)).toBeNull()
  })
})

describe('faults', () => {
  test.each(['slow_down', 'reset'] as const)('%s: a put is tried again, and is whole', async (fault) => {
    const key = newKey()
    const body = randomBytes(300_000)
    s3.faults.plan(fault, 'PUT', 2)
    await open().put(key, streamOf(body), 'audio/wav')
    expect(await buffer((await open().get(key))!.body)).toEqual(body)
    s3.faults.plan(fault, 'PUT', 2)
    await open().put(key, wav, 'audio/wav')
    expect(await text(open(), key)).toBe(String(wav))
  })

  test.each(['slow_down', 'reset'] as const)('%s for good is an error after three tries', async (fault) => {
    const key = newKey()
    s3.faults.plan(fault, 'PUT', 10)
    const before = s3.requests.length
    await expect(open().put(key, streamOf(wav), 'audio/wav')).rejects.toThrow('S3, bucket "calls-recordings": ')
    expect(s3.requests.length - before).toBe(3)
    expect(await open().get(key)).toBeNull()
  })

  test('a get, a link and a removal are tried again', async () => {
    const [key, blobs] = [newKey(), open()]
    await blobs.put(key, wav, 'audio/wav')
    for (const method of ['GET', 'HEAD', 'DELETE']) s3.faults.plan('slow_down', method)
    expect(await text(blobs, key)).toBe(String(wav))
    expect(await blobs.signedUrl(key, MINUTE_MS)).not.toBeNull()
    await blobs.remove(key)
    expect(await blobs.get(key)).toBeNull()
  })

  test('a server that does not answer is given up at the deadline', async () => {
    s3.faults.plan('stall', 'PUT', 10)
    s3.faults.plan('stall', 'GET', 10)
    const blobs = open({ patience: { attempts: 2, backoffMs: 5, answerMs: 100 } })
    await expect(blobs.put(newKey(), streamOf(wav), 'audio/wav')).rejects.toThrow('DeadlineExceeded')
    await expect(blobs.get(newKey())).rejects.toThrow('DeadlineExceeded')
  })

  test('an upload that nobody takes is given up when nothing moves', async () => {
    s3.faults.plan('stall', 'PUT', 10)
    const blobs = open({ patience: { attempts: 1, stallMs: 100 } })
    await expect(blobs.put(newKey(), streamOf(randomBytes(20_000_000)), 'audio/wav')).rejects.toThrow('TimeoutError')
  })

  test.each(['reset_midway', 'stall_midway'] as const)('%s: half a blob is an error to its reader', async (fault) => {
    const [key, blobs] = [newKey(), open({ patience: { stallMs: 200 } })]
    await blobs.put(key, randomBytes(200_000), 'audio/wav')
    s3.faults.plan(fault, 'GET')
    await expect(buffer((await blobs.get(key))!.body)).rejects.toThrow()
  })

  test('a reader that goes away leaves nothing behind', async () => {
    const [key, blobs] = [newKey(), open()]
    await blobs.put(key, randomBytes(2_000_000), 'audio/wav')
    const { body } = (await blobs.get(key))!
    body.destroy()
    await sleep(20)
    expect(body.destroyed).toBe(true)
    expect(await buffer((await blobs.get(key))!.body)).toHaveLength(2_000_000)
  })
})
