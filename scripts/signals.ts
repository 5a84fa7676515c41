import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

type Cleanup = () => Promise<unknown> | undefined

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const
/** How long what was started may take to end by itself. */
const ENDING_MS = 5_000

const cleanups = new Set<Cleanup>()
let listens = false

/** Has `cleanup` run when the program is told to end, what came last first; the returned function takes it back. */
export function whenTold(cleanup: Cleanup): () => void {
  if (!listens) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(signal))
  listens = true
  cleanups.add(cleanup)
  return () => cleanups.delete(cleanup)
}

async function end(signal: keyof typeof exitCodes): Promise<void> {
  for (const cleanup of [...cleanups].reverse()) await cleanup()
  process.exit(exitCodes[signal])
}

/**
 * Starts Node as a child that ends when this program is told to, with everything that the child started. Its 'close' is
 * for those who asked for the child, and does not come then: what was cut short is no outcome.
 */
export function startNode(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, { ...options, detached: true })
  const gone = once(child, 'exit').catch(() => {})
  const forget = whenTold(async () => {
    child.removeAllListeners('close')
    kill(child, 'SIGTERM')
    await Promise.race([gone, sleep(ENDING_MS)])
    kill(child, 'SIGKILL')
  })
  gone.then(forget)
  return child
}

/** The child and its group. */
function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // All of them have ended.
  }
}
