import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { folderHash } from './folder-hash.ts'

export interface FolderLock {
  release(): Promise<void>
}

/**
 * Makes this process the owner of the folder. The lock is a name in Linux's abstract socket namespace, which the
 * kernel frees the moment the process is gone, however it went; whoever asks is told the owner's pid. Throws when
 * another process, or this one, owns the folder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = `\0invorto-pg-${folderHash(folder)}`
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(String(process.pid))
  })
  server.listen(address)
  try {
    await once(server, 'listening')
  } catch (cause) {
    const owner = await askOwner(address)
    throw new Error(
      `${folder} is in use by process ${owner}: one database folder has one server. Set another DATA_DIR`,
      { cause },
    )
  }
  server.unref()
  return {
    release: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

async function askOwner(address: string): Promise<string> {
  try {
    return await text(connect(address))
  } catch {
    return 'that just ended'
  }
}
