import { rm } from 'node:fs/promises'
import type { Clock } from '#runtime/core/clock.ts'
import { embeddedBinaries, linkLibraries } from './embedded/binaries.ts'
import { dataFolder, initialise, stopPrevious } from './embedded/data-folder.ts'
import { lockFolder } from './embedded/folder-lock.ts'
import { logTail, spawnPostgres, stopServer, whenReady } from './embedded/server-process.ts'
import { socketFolder } from './embedded/socket-folder.ts'

export interface EmbeddedPostgresOptions {
  /** Made and initialised when it is missing or empty. */
  readonly dataDir: string
  readonly clock: Clock
  /** Folder of the npm package's binaries, `…/native`; PostgreSQL 18 when left out. */
  readonly binaries?: string
  /** Settings of postgresql.conf that this run overrides. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told, with the end of its log, when the server ends though nobody stopped it. */
  readonly onCrash?: (log: string) => void
}

export interface EmbeddedPostgres {
  /** For `migrate` and `createPool`. */
  readonly url: string
  /** Ends the server in order; connections break. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Runs PostgreSQL from npm's binaries, reachable through a socket that only this user can open (Linux). What was
 * committed survives SIGKILL of this process and of the server. A server that a killed process left on the folder is
 * stopped first. Throws when another process owns the folder, and when the server does not start, with its log.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { clock, binaries = embeddedBinaries() } = options
  await linkLibraries(binaries)
  const folder = await dataFolder(options.dataDir)
  const lock = await lockFolder(folder)
  try {
    await stopPrevious(folder, clock)
    await initialise(folder, binaries)
    return await launch(folder, binaries, options, lock.release)
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function launch(
  folder: string,
  binaries: string,
  { clock, settings, onCrash }: EmbeddedPostgresOptions,
  release: () => Promise<void>,
): Promise<EmbeddedPostgres> {
  const sockets = await socketFolder(folder)
  const overrides = { ...settings, listen_addresses: '', unix_socket_directories: sockets }
  const args = Object.entries(overrides).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawnPostgres(binaries, 'postgres', ['-D', folder, ...args])
  const log = logTail(server)
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await stopServer(server, clock)
    await rm(sockets, { recursive: true, force: true })
    await release()
  }
  try {
    await whenReady(server, log, clock)
  } catch (error) {
    await stopServer(server, clock)
    throw error
  }
  server.once('close', () => {
    if (!stopped) onCrash?.(log())
  })
  return {
    url: `postgresql://localhost/postgres?user=postgres&host=${encodeURIComponent(sockets)}`,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}
