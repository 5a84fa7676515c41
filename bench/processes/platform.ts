import { randomBytes } from 'node:crypto'
import { keptSecrets } from '#app/secrets.ts'
import { type Platform, startPlatform } from '#app/wire.ts'
import { readConfig } from '#runtime/core/config.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { answerParent } from './child.ts'
import { usageAnswers } from './usage.ts'

/** The platform as it runs in production, one in a hundred answers checked. `start` takes settings, `DATA_DIR` too. */
let platform: Platform | undefined

async function start(settings: Record<string, string>): Promise<string> {
  const environment = { PORT: '0', HEARTBEAT_MS: '60000', VALIDATE_RESPONSES: 'sampled', ...settings }
  const config = readConfig(environment, keptSecrets(settings.DATA_DIR!, randomBytes))
  const fault = (error: unknown): void => void process.stderr.write(`platform: ${(error as Error).stack}\n`)
  const log = { processId: 'proc_01jd3w7q8re5a9v6c2k4m0n7xz', dropped: 0, log: () => {}, fault }
  platform = await startPlatform(config, systemClock(), log, fault)
  return platform.url
}

answerParent({ start, ...usageAnswers() }, () => platform?.stop())
