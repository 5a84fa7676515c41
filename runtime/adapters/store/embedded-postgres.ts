import type { ChildProcess } from 'node:child_process'
import { rm } from 'node:fs/promises'
import type { Clock, Millis } from '#runtime/core/clock.ts'
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
  /** Told, with the end of its log, when the server ends though nobody stopped it; it is started again. */
  readonly onCrash?: (log: string) => void
  /** Told when it cannot be started again. */
  readonly onGone?: (error: unknown) => void
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
 * stopped first. One that ends by itself is started again. Throws when another process owns the folder, and when the server does not start, with its log.
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

/** A server that ends by itself is started again, but not for ever. */
const MAX_RESTARTS = 5
const RESTART_AFTER_MS: Millis = 300
/** One that ran for so long had started well. */
const RAN_WELL_MS: Millis = 60_000

async function launch(
  folder: string,
  binaries: string,
  options: EmbeddedPostgresOptions,
  release: () => Promise<void>,
): Promise<EmbeddedPostgres> {
  const sockets = await socketFolder(folder)
  const overrides = { ...options.settings, listen_addresses: '', unix_socket_directories: sockets }
  const args = Object.entries(overrides).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const keeper = new ServerKeeper(options, () => spawnPostgres(binaries, 'postgres', ['-D', folder, ...args]))
  await keeper.start()
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await keeper.stop()
    await rm(sockets, { recursive: true, force: true })
    await release()
  }
  return {
    url: `postgresql://localhost/postgres?user=postgres&host=${encodeURIComponent(sockets)}`,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

/** Keeps one server running: what it had committed is there again when it comes back (a kill takes it a second). */
class ServerKeeper {
  readonly #options: EmbeddedPostgresOptions
  readonly #spawn: () => ChildProcess
  #server: ChildProcess | null = null
  #restarting: Promise<void> | null = null
  #restarts = 0
  #stopped = false

  constructor(options: EmbeddedPostgresOptions, spawn: () => ChildProcess) {
    this.#options = options
    this.#spawn = spawn
  }

  async start(): Promise<void> {
    const { clock } = this.#options
    const server = this.#spawn()
    const log = logTail(server)
    this.#server = server
    try {
      await whenReady(server, log, clock)
    } catch (error) {
      await stopServer(server, clock)
      throw error
    }
    const startedAt = clock.now()
    server.once('close', () => {
      if (this.#stopped) return
      if (clock.now() - startedAt > RAN_WELL_MS) this.#restarts = 0
      this.#options.onCrash?.(log())
      this.#restarting = this.#restart()
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#restarting
    if (this.#server) await stopServer(this.#server, this.#options.clock)
  }

  async #restart(): Promise<void> {
    const { clock, onGone } = this.#options
    let failure: unknown = new Error('PostgreSQL ends again and again.')
    while (!this.#stopped && ++this.#restarts <= MAX_RESTARTS) {
      try {
        return await this.start()
      } catch (error) {
        failure = error
        // Processes of the one before may still be about to leave.
        await clock.sleep(RESTART_AFTER_MS * this.#restarts)
      }
    }
    if (!this.#stopped) onGone?.(failure)
  }
}
