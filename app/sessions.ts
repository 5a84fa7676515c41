import type { Config } from '#generated/config.gen.ts'
import { inProcessCommands } from '#runtime/adapters/commands/in-process.ts'
import { postgresCommands } from '#runtime/adapters/commands/postgres.ts'
import { redisCommands } from '#runtime/adapters/commands/redis.ts'
import type { CallDesk } from '#runtime/sessions/calls/call-desk.ts'
import { CommandRouter, type RouterPorts } from '#runtime/sessions/calls/command-router.ts'
import type { WatchCredential } from '#runtime/transports/auth/credential-watch.ts'
import { StreamSeats } from '#runtime/transports/http/stream-seats.ts'

interface Parts extends RouterPorts {
  readonly onFault: (error: unknown) => void
}

/** What follows and commands live sessions; it ends with a drain. */
export function openSessions(
  config: Config,
  parts: Parts,
  { desk, watch }: { desk: Pick<CallDesk, 'onDrain'>; watch: WatchCredential },
  started: (stop: () => Promise<void>) => void,
): { commands: CommandRouter; streams: StreamSeats } {
  const streams = new StreamSeats(watch, config.MAX_STREAMS_PER_KEY)
  desk.onDrain(() => streams.drain())
  const commands = openCommands(config, parts)
  started(() => commands.close())
  return { commands, streams }
}

/** The way of commands to calls: over Redis where there is one, else over the database that processes share. */
function openCommands({ REDIS_URL, DATABASE_URL }: Config, parts: Parts): CommandRouter {
  const { clock, processId, onFault: onError } = parts
  return new CommandRouter(parts, (serve) => {
    const shared = { clock, processId, serve, onError }
    if (REDIS_URL !== undefined) return redisCommands({ ...shared, url: REDIS_URL })
    if (DATABASE_URL !== undefined) return postgresCommands({ ...shared, url: DATABASE_URL })
    return inProcessCommands()
  })
}
