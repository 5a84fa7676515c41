import pino from 'pino'
import type { Clock } from '#runtime/core/clock.ts'
import { errorFacts } from './error-facts.ts'

/** What may wait for the reader of stderr. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024

type Severity = 'debug' | 'info' | 'warn' | 'error'

/** Log lines of this process on stderr, each an OBS-00 envelope of the session `proc_…`; messages are static. */
export interface ProcessLog {
  /** `proc_…`: this process, in the log and as the owner of calls. */
  readonly processId: string
  /** Lines that the reader of stderr did not take in time, since the process began. */
  readonly dropped: number
  log(eventType: string, severity: Severity, data?: Record<string, unknown>): void
  /** Something broke: its message and place go into the log, its data does not. */
  fault(error: unknown, data?: Record<string, unknown>): void
}

export function processLog({
  level,
  clock,
  processId,
}: {
  level: Severity
  clock: Clock
  processId: string
}): ProcessLog {
  const pii = { contains_pii: false, fields: [], handling: 'none' }
  // A reader that is slow must not hold the calls up; what it cannot take is dropped.
  const stderr = pino.destination({ dest: 2, sync: false, maxLength: MAX_WAITING_BYTES })
  let dropped = 0
  stderr.on('drop', () => {
    dropped += 1
  })
  const logger = pino(
    {
      level,
      base: null,
      timestamp: false,
      messageKey: 'event_type',
      formatters: { level: (severity) => ({ severity }) },
      redact: ['data.apiKey', 'data.authorization', 'data.headers'],
    },
    stderr,
  )
  let seq = 0
  const log: ProcessLog['log'] = (eventType, severity, data = {}) => {
    const ts = new Date(clock.now()).toISOString()
    const envelope = {
      ts,
      session_id: processId,
      seq: ++seq,
      component: 'control_plane',
      correlation_id: processId,
      pii,
      data,
    }
    logger[severity](envelope, eventType)
  }
  return {
    processId,
    get dropped() {
      return dropped
    },
    log,
    fault: (error, data = {}) => log('process.fault', 'error', { ...data, ...errorFacts(error) }),
  }
}
