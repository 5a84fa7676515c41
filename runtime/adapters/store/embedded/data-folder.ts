import { once } from 'node:events'
import { mkdir, readdir, readFile, readlink, realpath, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { failure, logTail, spawnPostgres } from './server-process.ts'

const PREVIOUS_STOPS_MS: Millis = 60_000
const LOOK_AGAIN_MS: Millis = 20

/** The folder's real path; makes it when it is missing. */
export async function dataFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  return realpath(path)
}

/** Makes an empty folder a database. It is made beside it and moved, so the folder is whole or empty, never between. */
export async function initialise(folder: string, binaries: string): Promise<void> {
  const entries = await readdir(folder)
  if (entries.includes('PG_VERSION')) return
  if (entries.length > 0) throw new Error(`${folder} is neither empty nor a PostgreSQL folder`)
  const made = `${folder}.initdb`
  await rm(made, { recursive: true, force: true })
  const initdb = spawnPostgres(binaries, 'initdb', [
    ...['-D', made, '--username=postgres', '--encoding=UTF8', '--locale=C'],
    ...['--auth-local=trust', '--auth-host=reject'],
  ])
  const log = logTail(initdb)
  const [code] = await once(initdb, 'close')
  if (code !== 0) throw failure('initdb failed.', log())
  await rename(made, folder)
}

/** Stops the server that a killed process has left on the folder, and waits until it is gone. */
export async function stopPrevious(folder: string, clock: Clock): Promise<void> {
  const pid = await runningServer(folder)
  if (!pid) return
  const deadline = clock.now() + PREVIOUS_STOPS_MS
  process.kill(pid, 'SIGINT')
  while ((await runningServer(folder)) === pid) {
    if (clock.now() > deadline) throw new Error(`a former PostgreSQL (process ${pid}) does not leave ${folder}`)
    await clock.sleep(LOOK_AGAIN_MS)
  }
}

/** A server's working folder is its data folder: so another process that got its number is not taken for it. */
async function runningServer(folder: string): Promise<number | null> {
  const [pid] = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const workingFolder = pid ? await readlink(`/proc/${pid}/cwd`).catch(() => '') : ''
  return workingFolder === folder ? Number(pid) : null
}
