const levels = ['off', 'error', 'warn', 'info', 'debug'] as const

export type LogLevel = (typeof levels)[number]

/** Where the SDK writes what it does; `console` is one. */
export type Logger = Readonly<
  Record<Exclude<LogLevel, 'off'>, (message: string, facts: Record<string, unknown>) => void>
>

/** Headers whose values nobody may read. */
const secret = /^(authorization|cookie|set-cookie|idempotency-key|.*(key|token|secret|signature).*)$/i

/** As the SDK writes: facts that nobody reads are not put together. */
export type Log = Readonly<
  Record<Exclude<LogLevel, 'off'>, (message: string, facts: () => Record<string, unknown>) => void>
>

/** Writes what is at least as grave as the level. Credentials are masked; bodies are not written at all. */
export function leveled(logger: Logger, level: LogLevel): Log {
  const write = (of: Exclude<LogLevel, 'off'>): Log['error'] =>
    levels.indexOf(of) <= levels.indexOf(level)
      ? (message, facts) => logger[of](`invorto: ${message}`, facts())
      : () => {}
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') }
}

/** The level of that name; `warn` where there is none. */
export const levelNamed = (name: string | undefined): LogLevel => levels.find((level) => level === name) ?? 'warn'

export const masked = (headers: Iterable<readonly [string, string]>): Record<string, string> =>
  Object.fromEntries([...headers].map(([name, value]) => [name, secret.test(name) ? '***' : value]))
