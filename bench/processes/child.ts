import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of a bench, asked by name. */
export interface Child {
  /** Asks and waits; rejects with what broke there, or when the process ends. */
  ask<Answer>(question: string, about?: unknown): Promise<Answer>
  stop(): Promise<void>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
}

interface Question {
  readonly id: number
  readonly question: string
  readonly about: unknown
}
type Reply = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly broke: string }

/** Starts the program `file` beside this one; it must call `answerParent`. */
export function startChild(file: string): Child {
  const child = fork(new URL(`./${file}`, import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // As `make run` starts the platform, and able to tell what is left once the garbage is collected.
    execArgv: ['--min-semi-space-size=64', '--max-semi-space-size=64', '--expose-gc'],
  })
  const asked = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  child.on('message', (reply: Reply) => {
    const waiting = asked.get(reply.id)
    asked.delete(reply.id)
    if ('broke' in reply) waiting?.reject(new Error(`${file}: ${reply.broke}`))
    else waiting?.resolve(reply.answer)
  })
  const gone = once(child, 'exit').then(() => {
    for (const { reject } of asked.values()) reject(new Error(`${file} ended`))
  })
  let count = 0
  return {
    ask: <Answer>(question: string, about: unknown = null) =>
      new Promise<Answer>((resolve, reject) => {
        const id = ++count
        if (!child.connected) return reject(new Error(`${file} is gone`))
        asked.set(id, { resolve: resolve as (answer: unknown) => void, reject })
        child.send({ id, question, about } satisfies Question)
      }),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      if (child.connected) child.disconnect()
      const hurry = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await gone
      clearTimeout(hurry)
    },
  }
}

/** The other side: answers by name until the parent is gone, then stops and ends the process. */
export function answerParent(
  // biome-ignore lint/suspicious/noExplicitAny: each question has a form of its own, known to its two sides
  answers: Readonly<Record<string, (about: any) => unknown>>,
  stop: () => unknown = () => {},
): void {
  process.on('message', async ({ id, question, about }: Question) => {
    const reply = await Promise.resolve(about)
      .then(answers[question]!)
      .then(
        (answer = null): Reply => ({ id, answer }),
        (error: unknown): Reply => ({ id, broke: error instanceof Error ? String(error.stack) : String(error) }),
      )
    if (process.connected) process.send!(reply)
  })
  process.on('disconnect', async () => {
    await stop()
    process.exit()
  })
}
