import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Config, type Setting, settingGroups, settings } from '#generated/config.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { readConfig } from '#runtime/core/config.ts'
import { uuidV7Ids } from '#runtime/core/ids.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { type ProcessLog, processLog } from './process-log.ts'
import { secretsOf } from './redaction.ts'
import { keptSecrets } from './secrets.ts'
import { welcome } from './welcome.ts'
import { type Platform, startPlatform } from './wire.ts'

const SAME_SIGNAL_MS: Millis = 1_000

const help = `The Invorto platform: REST, the realtime voice socket and everything behind them, in one process.

  node app/main.ts [--help]

Settings are environment variables; a file .env in the working folder is read too. Ctrl-C or SIGTERM drains.

${Object.entries(settingGroups)
  .map(([group, title]) => `${title}\n${settingsIn(group)}`)
  .join('\n\n')}
`

function settingsIn(group: string): string {
  const width = Math.max(...Object.keys(settings).map((name) => name.length))
  const members = Object.entries(settings).filter(([, setting]: [string, Setting]) => setting.group === group)
  return members.map(([name, { doc }]) => `  ${name.padEnd(width)} ${doc}`).join('\n')
}

async function run(): Promise<void> {
  if (parseArgs({ options: { help: { type: 'boolean', default: false } } }).values.help) {
    process.stdout.write(help)
    return
  }
  if (existsSync('.env')) process.loadEnvFile('.env')
  const dataDir = process.env.DATA_DIR || settings.DATA_DIR.default
  const config = readConfig(process.env, keptSecrets(dataDir, randomBytes))
  const clock = systemClock()
  const processId = uuidV7Ids(clock, randomBytes).next('process')
  const log = processLog({ level: config.LOG_LEVEL, clock, processId, secrets: secretsOf(config) })
  process.on('unhandledRejection', (error) => log.fault(error, { unhandled: true }))

  const platform = await startPlatform(config, clock, log, (cause) => {
    process.stderr.write(`The embedded database ended and does not start again: ${(cause as Error).message}\n`)
    // Nothing can be stored any more; what is live is drained.
    setImmediate(() => {
      throw new Error('The embedded database is gone.', { cause })
    })
  })
  const { url, sandboxed } = platform
  process.stdout.write(welcome({ url, sandboxed, apiKey: config.INVORTO_DEV_API_KEY }))
  log.log('process.started', 'info', { environment: config.INVORTO_ENV, sandboxed })
  stopOnSignal(platform, config, clock, log)
}

/** The first signal drains, a later one ends at once; within a second it is the same signal, sent to a whole group. */
function stopOnSignal(platform: Platform, config: Config, clock: Clock, log: ProcessLog): void {
  let stoppingSince: Millis | null = null
  const stop = (signal: NodeJS.Signals): void => {
    if (stoppingSince !== null && clock.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1)
    if (stoppingSince !== null) return
    stoppingSince = clock.now()
    log.log('process.stopping', 'info', { signal, live_calls: platform.liveCalls() })
    if (platform.liveCalls() > 0) {
      const wait = `up to ${config.DRAIN_TIMEOUT_MS / 1000} s for ${platform.liveCalls()} live call(s)`
      process.stdout.write(`Stopping: waiting ${wait}; a second signal ends at once.\n`)
    }
    platform.stop().then(
      () => process.exit(),
      (error: unknown) => {
        log.fault(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // Nothing should come here. Live calls may end by themselves; then a fresh process takes over.
  process.on('uncaughtException', (error) => {
    log.fault(error, { uncaught: true })
    process.exitCode = 1
    stop('SIGTERM')
  })
}

run().catch((error: unknown) => {
  const { message, stack } = error as Error
  process.stderr.write(`${process.env.LOG_LEVEL === 'debug' ? stack : message}\n`)
  process.exitCode = 1
})
