import pino from 'pino'
import type { Clock } from '#runtime/core/clock.ts'
import { errorFacts } from './error-facts.ts'
import { redactor } from './redaction.ts'

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

interface LogOptions {
  readonly level: Severity
  readonly clock: Pick<Clock, 'now'>
  readonly processId: string
  /** What must never be in a line, besides what looks like a secret. */
  readonly secrets: readonly string[]
}

const pii = { contains_pii: false, fields: [], handling: 'none' }

/** `to`: where lines go; stderr where nothing is given. */
export function processLog({ level, clock, processId, secrets }: LogOptions, to?: pino.DestinationStream): ProcessLog {
  let dropped = 0
  const redacted = redactor(secrets)
  const logger = pino(
    {
      level,
      base: null,
      timestamp: false,
      messageKey: 'event_type',
      formatters: { level: (severity) => ({ severity }) },
      // A second time, should a line ever go past `redacted`.
      redact: ['data.apiKey', 'data.authorization', 'data.headers', 'data.token', 'data.password'],
    },
    to ?? stderr(() => (dropped += 1)),
  )
  let seq = 0
  const log: ProcessLog['log'] = (eventType, severity, data = {}) => {
    const { call_id, turn_id } = data
    const envelope = {
      ts: new Date(clock.now()).toISOString(),
      session_id: processId,
      seq: ++seq,
      component: 'control_plane',
      correlation_id: turn_id ?? call_id ?? processId,
      ...(call_id !== undefined && { call_id }),
      ...(turn_id !== undefined && { turn_id }),
      pii,
      data: redacted(data),
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

/** A reader that is slow must not hold the calls up; what it cannot take is dropped. */
function stderr(onDrop: () => void): pino.DestinationStream {
  const stream = pino.destination({ dest: 2, sync: false, maxLength: MAX_WAITING_BYTES })
  stream.on('drop', onDrop)
  return stream
}
