import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'

/** Nothing of the platform's environment, its secrets above all, reaches PostgreSQL. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }
const READY = 'ready to accept connections'
const START_MS: Millis = 120_000
const STOP_MS: Millis = 30_000
const LOG_TAIL = 4_000

/** In every distribution's passwd file (`daemon` or `bin`), root-only images among them. */
const NAMED_USER = 1

/**
 * Starts a program of PostgreSQL that ends (fast shutdown) when this process does, even by SIGKILL. It gets a session
 * of its own, so that Ctrl-C reaches it only through us. PostgreSQL refuses root and users without a name: they become
 * another one in a user namespace, where the files stay theirs. The kernel ties it to the thread that starts it: do so
 * on the main one.
 */
export function spawnPostgres(binaries: string, program: string, args: readonly string[]): ChildProcess {
  const unprivileged = ['unshare', '--user', `--map-user=${NAMED_USER}`, `--map-group=${NAMED_USER}`, '--']
  const command = [
    ...(isAcceptable() ? [] : unprivileged),
    ...['setpriv', '--pdeathsig', 'INT', '--', join(binaries, 'bin', program)],
    ...args,
  ]
  return spawn(command[0]!, command.slice(1), { env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
}

function isAcceptable(): boolean {
  try {
    return userInfo().uid !== 0
  } catch {
    return false
  }
}

/** Collects what the program says, and gives the end of it. */
export function logTail(child: ChildProcess): () => string {
  let tail = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-LOG_TAIL)
  })
  return () => tail.trim()
}

/** Why a program of PostgreSQL ended early, for people. */
export function failure(what: string, log: string): Error {
  const namespaces = log.startsWith('unshare:')
    ? 'PostgreSQL does not run as root, and this system forbids user namespaces: start as another user that has a name, or set DATABASE_URL.\n'
    : ''
  return new Error(`${what}\n${namespaces}${log}`)
}

/** Resolves when the server takes connections; throws, with the end of its log, when it ends before or takes too long. */
export async function whenReady(server: ChildProcess, log: () => string, clock: Clock): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const look = (): void => {
    if (log().includes(READY)) resolve()
  }
  const ended = (): void => reject(failure('PostgreSQL did not start.', log()))
  server.stderr!.on('data', look)
  server.once('error', reject).once('close', ended)
  try {
    if ((await within(clock, START_MS, promise)) === late) throw failure('PostgreSQL is not ready yet.', log())
  } finally {
    server.stderr!.off('data', look)
    server.off('error', reject).off('close', ended)
  }
}

/** Fast shutdown; SIGKILL if that takes over 30 s, which loses nothing that was committed. */
export async function stopServer(server: ChildProcess, clock: Clock): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'close')
  server.kill('SIGINT')
  if ((await within(clock, STOP_MS, ended)) !== late) return
  server.kill('SIGKILL')
  await ended
}
