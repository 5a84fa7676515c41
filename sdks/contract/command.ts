import { fstatSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'

export type Print = (line: string) => void

/** One command of the kit. */
export interface Command {
  readonly help: string
  /** Comes back with the exit code: 0 where the contract holds, 1 where it is broken. Throws `UsageError`. */
  run(args: readonly string[], print: Print): Promise<number>
}

/** It was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

type Options = NonNullable<ParseArgsConfig['options']>

/** The options of a command, with what every report may be asked for. */
export const reportOptions = { junit: { type: 'string' }, json: { type: 'string' } } as const

/** What was asked for, with one argument of the name or, where the name ends in `...`, several; throws `UsageError`. */
export function parsed<T extends Options>(args: readonly string[], options: T, name: string) {
  const { values, positionals } = strictly(args, options)
  if (positionals.length === 0 && name !== '') throw new UsageError(`${name} is missing.`)
  if (positionals.length > 1 && !name.endsWith('...'))
    throw new UsageError(`"${positionals[1]}" is one argument too many.`)
  if (positionals.length > 0 && name === '') throw new UsageError(`"${positionals[0]}" is one argument too many.`)
  return { values, positionals }
}

function strictly<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    // What it says beyond its first sentence is about arguments that nobody has here.
    throw new UsageError((error as Error).message.split('. ')[0]!.replace(/\.?$/, '.'))
  }
}

/** An `http(s)` address; throws `UsageError` where it is none. */
export function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`"${text}" is no address like https://staging.example.com.`)
  return url
}

/** A whole number from 0 to `most`; throws `UsageError` where it is none. */
export function numberOf(name: string, text: string, most = 999_999_999): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) > most)
    throw new UsageError(`--${name} is a whole number from 0 to ${most}, not "${text}".`)
  return Number(text)
}

/** Why a server could not begin, as who called it can mend it. */
export function unopened(error: NodeJS.ErrnoException): UsageError {
  return new UsageError(
    error.code === 'EADDRINUSE'
      ? `The port is taken (${error.message}): give --port, 0 for one that is free.`
      : error.message,
  )
}

/** A port; 0 is one that is free. */
export const portOf = (text: string): number => numberOf('port', text, 65_535)

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Within it a signal is the same one: a terminal tells a whole group, and `npx` in it passes it on. */
const SAME_SIGNAL_MS = 1_000

/** Calls back once when the process is told to end; told again a second later, it ends at once. */
export function toldToEnd(then: () => void): { forget(): void } {
  let since: number | null = null
  const forget = (): void => {
    for (const signal of ENDINGS) process.off(signal, told)
  }
  const told = (signal: NodeJS.Signals): void => {
    if (since === null) {
      since = performance.now()
      return then()
    }
    if (performance.now() - since < SAME_SIGNAL_MS) return
    forget()
    process.kill(process.pid, signal)
  }
  for (const signal of ENDINGS) process.on(signal, told)
  return { forget }
}

const PARENT_EVERY_MS = 1_000
/** An input that ends sooner had no other end: CI systems give their steps a pipe that is closed. */
const HELD_MS = 500

/**
 * Resolves when the process is told to end, or whoever started it is gone: nobody could stop a server that stays. `ready` says that it
 * is there; whoever reads that may tell it to end at once.
 */
export function untilToldToEnd(ready: () => void): Promise<void> {
  const parent = process.ppid
  const since = performance.now()
  return new Promise((resolve) => {
    const over = (): void => {
      clearInterval(watch)
      told.forget()
      process.stdin.off('end', letGo).pause()
      resolve()
    }
    const letGo = (): void => {
      if (performance.now() - since > HELD_MS) over()
    }
    const told = toldToEnd(over)
    const watch = setInterval(() => {
      if (process.ppid !== parent) over()
    }, PARENT_EVERY_MS)
    if (isPiped()) process.stdin.once('end', letGo).resume()
    ready()
  })
}

/** Whether somebody holds the other end of what is read: a file or a terminal says nothing by its end. */
function isPiped(): boolean {
  try {
    const stdin = fstatSync(0)
    return stdin.isFIFO() || stdin.isSocket()
  } catch {
    return false
  }
}
