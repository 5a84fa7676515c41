import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import { describeBlobs } from './conformance.ts'
import { diskBlobs } from './disk.ts'
import { linkSigner } from './signed-link.ts'

const NOW = 1_755_776_530_400
const signer = linkSigner('a signing key of some length, 32+')
const roots: string[] = []
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))))

async function ownRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-blobs-`))
  roots.push(root)
  return root
}
const blobsIn = (root: string): Blobs =>
  diskBlobs({ root, baseUrl: () => 'http://127.0.0.1:8080', signer, clock: new VirtualClock(NOW), random: randomBytes })

describeBlobs('blobs on the disk', async () => blobsIn(join(await ownRoot(), 'made', 'when missing')))

describe('blobs and their files', () => {
  let root: string
  let blobs: Blobs
  beforeEach(async () => {
    root = await ownRoot()
    blobs = blobsIn(root)
  })

  test('a link opens with the signer, for as long as asked, rounded up to the second', async () => {
    await blobs.put('recordings/c_1.wav', Buffer.from('x'), 'audio/wav')
    const link = new URL((await blobs.signedUrl('recordings/c_1.wav', 300_000))!)
    expect(link.origin + link.pathname).toBe('http://127.0.0.1:8080/v1/artifacts/recordings/c_1.wav')
    const [expires, signature] = [Number(link.searchParams.get('expires')), link.searchParams.get('signature')!]
    expect(expires).toBe(1_755_776_831)
    expect(signer.verify({ key: 'recordings/c_1.wav', expires, signature }, NOW + 300_000)).toBe(true)
    expect(signer.verify({ key: 'recordings/c_1.wav', expires, signature }, NOW + 301_000)).toBe(false)
  })

  test('files are for this user alone, and nothing half-written stays', async () => {
    await blobs.put('metrics/a', Buffer.from('x'), 'text/plain')
    const broken = Readable.from([Buffer.from('x')]).map(() => Promise.reject(new Error('broken')))
    await expect(blobs.put('metrics/b', { bytes: 1, open: () => broken }, 'text/plain')).rejects.toThrow('broken')
    expect(await readdir(join(root, 'metrics'))).toEqual(['a'])
    expect((await stat(join(root, 'metrics', 'a'))).mode & 0o077).toBe(0)
    expect((await stat(join(root, 'metrics'))).mode & 0o077).toBe(0)
  })

  test('a file on the same disk is kept by a second name, again as well, and never when its length is another', async () => {
    const file = join(await ownRoot(), 'c_1.wav')
    await writeFile(file, 'sound', { mode: 0o600 })
    const body = { bytes: 5, file, open: () => Readable.from([Buffer.from('copy.')]) }
    await blobs.put('recordings/c_1.wav', body, 'audio/wav')
    await blobs.put('recordings/c_1.wav', body, 'audio/wav')
    await rm(file)
    expect(await readdir(join(root, 'recordings'))).toEqual(['c_1.wav'])
    expect(await readFile(join(root, 'recordings', 'c_1.wav'), 'utf8')).toBe('sound')
    await blobs.put('recordings/c_2.wav', body, 'audio/wav')
    expect(await readFile(join(root, 'recordings', 'c_2.wav'), 'utf8')).toBe('copy.')
    await writeFile(file, 'short')
    await expect(blobs.put('recordings/c_3.wav', { ...body, bytes: 6 }, 'audio/wav')).rejects.toThrow('not of 6 bytes')
    expect(await readdir(join(root, 'recordings'))).toEqual(['c_1.wav', 'c_2.wav'])
  })

  test('a symlink in place of a file is not followed, and is replaced by a put', async () => {
    const secret = join(await ownRoot(), 'secret')
    await writeFile(secret, 'secret')
    await mkdir(join(root, 'metrics'))
    await symlink(secret, join(root, 'metrics', 'a'))
    expect(await blobs.get('metrics/a')).toBeNull()
    expect(await blobs.signedUrl('metrics/a', 1)).toBeNull()
    await blobs.put('metrics/a', Buffer.from('mine'), 'text/plain')
    expect((await stat(secret)).size).toBe('secret'.length)
    expect((await blobs.get('metrics/a'))?.bytes).toBe(4)
  })

  test('a symlink in place of a folder leads nowhere', async () => {
    const outside = await ownRoot()
    await writeFile(join(outside, 'a'), 'secret')
    await symlink(outside, join(root, 'metrics'))
    expect(await blobs.get('metrics/a')).toBeNull()
    await blobs.remove('metrics/a')
    await expect(blobs.put('metrics/b', Buffer.from('x'), 'text/plain')).rejects.toThrow('not a folder')
    expect(await readdir(outside)).toEqual(['a'])
  })

  test('a folder in place of a file is no blob', async () => {
    await mkdir(join(root, 'metrics', 'a'), { recursive: true })
    expect(await blobs.get('metrics/a')).toBeNull()
  })
})
