import { constants } from 'node:fs'
import { access, type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#runtime/core/clock.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import type { BlobBody, BlobKey, Blobs } from '#runtime/ports/blobs.ts'
import { blobPath, isRealFolder, makeFolder, makeRoot } from './blob-path.ts'
import type { LinkSigner } from './signed-link.ts'
import { wholeBody } from './whole-body.ts'

export interface DiskBlobsOptions {
  /** Made when it is missing. */
  readonly root: string
  /** How clients reach `/v1/artifacts`, without a slash at the end; asked for each link. */
  readonly baseUrl: () => string
  readonly signer: LinkSigner
  readonly clock: Pick<Clock, 'now'>
  readonly random: RandomBytes
}

/**
 * Blobs as files. A file gets its name when it is whole and on the disk. A body that `get` gave is read to its end or
 * destroyed. A key of another form throws; the content type follows from the folder and is not kept.
 */
export function diskBlobs({ root, baseUrl, signer, clock, random }: DiskBlobsOptions): Blobs {
  let made: Promise<string> | undefined
  const pathOf = async (key: BlobKey) => {
    blobPath(root, key)
    made ??= makeRoot(root)
    return blobPath(await made, key)
  }
  const openBlob = async (key: BlobKey): Promise<{ handle: FileHandle; bytes: number } | null> => {
    const { folder, file } = await pathOf(key)
    if (!(await isRealFolder(folder))) return null
    const handle = await openFile(file)
    const found = await handle?.stat()
    if (handle && found?.isFile()) return { handle, bytes: found.size }
    await handle?.close()
    return null
  }

  return {
    async put(key, body) {
      const { folder, file } = await pathOf(key)
      await makeFolder(folder)
      const unfinished = join(folder, `.${random(8).toString('hex')}`)
      try {
        const kept = await keepFile(unfinished, body)
        if (!kept) await writeWhole(unfinished, body)
        await rename(unfinished, file)
        // Where the blob was this very file before, nothing was renamed.
        if (kept) await rm(unfinished, { force: true })
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
      await flushFolder(folder)
    },

    async get(key) {
      const blob = await openBlob(key)
      return blob && { body: blob.handle.createReadStream(), bytes: blob.bytes }
    },

    async signedUrl(key, ttlMs) {
      const blob = await openBlob(key)
      if (!blob) return null
      await blob.handle.close()
      const { expires, signature } = signer.sign(key, Math.ceil((clock.now() + ttlMs) / 1000))
      return `${baseUrl()}/v1/artifacts/${key}?expires=${expires}&signature=${signature}`
    },

    async remove(key) {
      const { folder, file } = await pathOf(key)
      if (await isRealFolder(folder)) await rm(file, { force: true })
    },

    async ready() {
      made ??= makeRoot(root)
      return isWritable(made)
    },
  }
}

async function isWritable(root: Promise<string>): Promise<boolean> {
  try {
    await access(await root, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Null when there is none, or a symlink in its place. A pipe put there does not block. */
async function openFile(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ELOOP') return null
    throw error
  }
}

/** Gives a file that is on this disk already a second name, instead of copying it. False where that cannot be. */
async function keepFile(name: string, body: BlobBody): Promise<boolean> {
  if (Buffer.isBuffer(body) || body.file === undefined) return false
  try {
    await link(body.file, name)
  } catch {
    return false
  }
  const found = await lstat(name)
  if (!found.isFile() || found.size !== body.bytes) throw new Error(`the body is not of ${body.bytes} bytes`)
  return true
}

async function writeWhole(file: string, body: BlobBody): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(Buffer.isBuffer(body) ? body : wholeBody(body))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}
