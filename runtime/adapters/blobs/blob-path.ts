import { lstat, mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobKey } from '#runtime/ports/blobs.ts'

const KEY = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})\/([A-Za-z0-9][A-Za-z0-9._-]{0,127})$/

/** Both parts of a key. Throws when it is not `folder/file`. */
export function keyParts(key: BlobKey): { folder: string; file: string } {
  const [, folder, file] = KEY.exec(key) ?? []
  if (folder === undefined || file === undefined) throw new TypeError('a blob key is folder/file')
  return { folder, file }
}

/** Folder and file of a blob under `root`; no key leads out of it. */
export function blobPath(root: string, key: BlobKey): { folder: string; file: string } {
  const { folder, file } = keyParts(key)
  return { folder: join(root, folder), file: join(root, folder, file) }
}

/** Whether it is there and a folder itself; a symlink that somebody put in its place is neither. */
export async function isRealFolder(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null)
  return found?.isDirectory() ?? false
}

/** Makes the folder; throws when something else has its name. */
export async function makeFolder(folder: string): Promise<void> {
  if (await isRealFolder(folder)) return
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!(await isRealFolder(folder))) throw new Error(`${folder} is not a folder`)
}

/** The root with its symlinks resolved once, so that later checks are about what stands below it. */
export async function makeRoot(root: string): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  return realpath(root)
}
