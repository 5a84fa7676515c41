import { chmod, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderHash } from './folder-hash.ts'

/** `sun_path` of unix(7), without its last NUL. */
const LONGEST_SOCKET_PATH = 107
const SOCKET_NAME = '.s.PGSQL.5432'

/**
 * The folder of the server's socket: short, the same for the same data folder, and open to this user alone, since the
 * server trusts whoever reaches the socket. Throws when somebody else has made it.
 */
export async function socketFolder(dataFolder: string): Promise<string> {
  const folder = join(tmpdir(), `invorto-pg-${folderHash(dataFolder)}`)
  if (Buffer.byteLength(join(folder, SOCKET_NAME)) > LONGEST_SOCKET_PATH) {
    throw new Error(`${tmpdir()} is too long a path for a socket: set TMPDIR to a shorter one`)
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await lstat(folder)
  if (!found.isDirectory() || found.uid !== process.geteuid?.()) throw new Error(`${folder} is not ours: remove it`)
  await chmod(folder, 0o700)
  return folder
}
