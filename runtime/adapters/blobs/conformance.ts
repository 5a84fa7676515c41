import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { BlobBody, BlobKey, Blobs } from '#runtime/ports/blobs.ts'
import { ids } from '../testing/samples.ts'

const MINUTE_MS = 60_000

/** What every `Blobs` does. */
export function describeBlobs(name: string, make: () => Promise<Blobs>): void {
  describe(name, () => {
    let blobs: Blobs
    let key: BlobKey
    beforeEach(async () => {
      blobs = await make()
      key = `transcripts/${ids.next('call')}.jsonl`
    })
    const put = (body: BlobBody): Promise<void> => blobs.put(key, body, 'application/jsonl')
    const read = async (of = key): Promise<Buffer | null> => {
      const blob = await blobs.get(of)
      if (!blob) return null
      const body = await buffer(blob.body)
      expect(body).toHaveLength(blob.bytes)
      return body
    }

    test('a buffer comes back as it was', async () => {
      const body = randomBytes(100_000)
      await put(body)
      expect(await read()).toEqual(body)
    })

    test('so does a stream', async () => {
      const parts = Array.from({ length: 20 }, () => randomBytes(70_000))
      await put({ bytes: 1_400_000, open: () => Readable.from(parts) })
      expect(await read()).toEqual(Buffer.concat(parts))
    })

    test.each([
      ['buffer', Buffer.alloc(0)],
      ['stream', { bytes: 0, open: () => Readable.from([]) }],
    ])('an empty blob is a blob: %s', async (_form, empty) => {
      await put(empty)
      expect(await read()).toEqual(Buffer.alloc(0))
    })

    test('a second put replaces the first', async () => {
      await put(Buffer.from('first, and longer'))
      await put(Buffer.from('second'))
      expect(String(await read())).toBe('second')
    })

    test('a stream that breaks leaves what was there before', async () => {
      await put(Buffer.from('before'))
      const half = async function* () {
        yield Buffer.from('half of ')
        throw new Error('the source broke')
      }
      await expect(put({ bytes: 16, open: () => Readable.from(half()) })).rejects.toThrow('the source broke')
      expect(String(await read())).toBe('before')
    })

    test.each([3, 5])('a stream of 4 bytes that should have %i leaves what was there before', async (bytes) => {
      await put(Buffer.from('before'))
      const body = { bytes, open: () => Readable.from([Buffer.from('ab'), Buffer.from('cd')]) }
      await expect(put(body)).rejects.toThrow(`not of ${bytes} bytes`)
      expect(String(await read())).toBe('before')
    })

    test('what is not there is null, and has no link', async () => {
      expect(await read()).toBeNull()
      expect(await blobs.signedUrl(key, MINUTE_MS)).toBeNull()
    })

    test('a link names the blob and is an absolute URL', async () => {
      await put(Buffer.from('x'))
      const link = new URL((await blobs.signedUrl(key, MINUTE_MS))!)
      expect(link.pathname.endsWith(`/${key}`)).toBe(true)
    })

    test('it is ready', async () => {
      expect(await blobs.ready()).toBe(true)
    })

    test('a removed blob is gone, and may be removed again', async () => {
      await put(Buffer.from('x'))
      await blobs.remove(key)
      await blobs.remove(key)
      expect(await read()).toBeNull()
    })

    test.each([
      '',
      'a',
      '/a',
      'a/',
      'a/b/c',
      '../b',
      'a/..',
      './b',
      'a/.b',
      'a/b\0',
      'a\\b/c',
      'a/b%2f',
      'a/ b',
      'a/b\n',
    ])('a key of another form is refused: %j', async (bad) => {
      await expect(blobs.put(bad, Buffer.from('x'), 'text/plain')).rejects.toThrow(TypeError)
      await expect(blobs.get(bad)).rejects.toThrow(TypeError)
      await expect(blobs.signedUrl(bad, MINUTE_MS)).rejects.toThrow(TypeError)
      await expect(blobs.remove(bad)).rejects.toThrow(TypeError)
    })
  })
}
