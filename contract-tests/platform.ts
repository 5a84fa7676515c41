import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../app/main.ts', import.meta.url))
const READY_MS = 30_000

export type Settings = Readonly<Record<string, string>>

/** One run of the platform's program: a process that is known by its settings, its output and its URL. */
export interface Run {
  /** Everything that was written to stdout and stderr so far. */
  output(): string
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Resolves when the output fits; rejects when the process ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>
  signal(name: NodeJS.Signals): void
}

/** A run that is ready. */
export interface Platform extends Run {
  readonly url: string
  readonly apiKey: string
  /** SIGTERM, then the exit code. */
  stop(): Promise<number | NodeJS.Signals>
}

/** Starts the program with these settings and no others; the kernel ends it with this process. */
export function run(settings: Settings, folder: string): Run {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', process.execPath, program], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: tmpdir(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = recorded(child)
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals)
  return {
    output: output.text,
    ended,
    said: (pattern) => output.said(pattern, ended),
    signal: (name) => void child.kill(name),
  }
}

function recorded(child: ChildProcess) {
  let text = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      for (const look of listeners) look()
    })
  }
  return {
    text: () => text,
    async said(pattern: RegExp, ended: Promise<unknown>): Promise<RegExpExecArray> {
      const found = Promise.withResolvers<RegExpExecArray>()
      const look = (): void => {
        const match = pattern.exec(text)
        if (match) found.resolve(match)
      }
      const late = setTimeout(() => found.reject(new Error(`The platform did not say ${pattern}:\n${text}`)), READY_MS)
      listeners.add(look)
      look()
      const over = ended.then((how) =>
        found.reject(new Error(`The platform ended (${how}) before ${pattern}:\n${text}`)),
      )
      try {
        return await Promise.race([found.promise, over.then(() => found.promise)])
      } finally {
        clearTimeout(late)
        listeners.delete(look)
      }
    },
  }
}

/** A run on a free port, with a key that the test knows. `dataDir` is `folder`/data. */
export async function startPlatform(folder: string, settings: Settings = {}): Promise<Platform> {
  const apiKey = settings.INVORTO_DEV_API_KEY ?? newKey()
  const given = { PORT: '0', DATA_DIR: join(folder, 'data'), INVORTO_DEV_API_KEY: apiKey, ...settings }
  const process = run(given, folder)
  const [, url] = await process.said(/^ready (http:\S+)$/m)
  return {
    ...process,
    url: url!,
    apiKey,
    stop() {
      process.signal('SIGTERM')
      return process.ended
    },
  }
}

export const newKey = (): string => `test-${randomBytes(16).toString('hex')}`

/** A folder of one test file, gone with it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-contract-`))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}
