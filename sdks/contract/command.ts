import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Print } from './report.ts'

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

/** What was asked for, with one argument of the name or, for the plural of a name, several; throws `UsageError`. */
export function parsed<T extends Options>(args: readonly string[], options: T, name: string) {
  const { values, positionals } = strictly(args, options)
  if (positionals.length === 0 && name !== '') throw new UsageError(`${name} is missing.`)
  if (positionals.length > 1 && !name.endsWith('S')) throw new UsageError(`"${positionals[1]}" is too much.`)
  if (positionals.length > 0 && name === '') throw new UsageError(`"${positionals[0]}" is too much.`)
  return { values, positionals }
}

function strictly<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** An `http(s)` address; throws `UsageError` where it is none. */
export function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) throw new UsageError(`"${text}" is no http address.`)
  return url
}

/** A whole number from 0 on; throws `UsageError` where it is none. */
export function numberOf(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} is a whole number, not "${text}".`)
  return Number(text)
}

/** Resolves when the process is told to end. */
export const untilToldToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
