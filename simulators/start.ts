import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Clock } from '#runtime/core/clock.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { deepgram } from './deepgram/server.ts'
import { FaultPlan } from './faults/plan.ts'
import { type Front, openFront } from './http/front.ts'
import { RequestLog, type RequestRecord } from './http/request-log.ts'
import { readRules } from './openai/rules.ts'
import { openAi } from './openai/server.ts'

export interface SimulatorOptions {
  /** Default: the machine's clock. */
  readonly clock?: Clock
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly deepgramPort?: number
  readonly openaiPort?: number
  /** The text of a rules file for the simulated model; default: `openai/rules/default.yaml`. */
  readonly rules?: string
  /** Ids of requests and models; default: random UUIDs. */
  readonly newId?: () => string
}

export interface Simulators {
  /** `http://host:port`; the WebSockets are at `ws://` of the same. */
  readonly deepgramUrl: string
  /** `http://host:port/v1`: the base URL of an OpenAI client. */
  readonly openaiUrl: string
  /** What goes wrong, by simulator; `faults.chat.set({ failure: { kind: '429' } })`. */
  readonly faults: Readonly<Record<'listen' | 'speak' | 'chat', FaultPlan>>
  /** The last hundred requests of each port. */
  readonly requests: { readonly deepgram: readonly RequestRecord[]; readonly openai: readonly RequestRecord[] }
  /** Drops every connection and frees the ports. */
  close(): Promise<void>
}

const defaultRules = new URL('./openai/rules/default.yaml', import.meta.url)

/**
 * Starts the simulators in this process, on real sockets. Throws RangeError for a wrong rules file, and the system's
 * error when a port cannot be had.
 */
export async function startSimulators(options: SimulatorOptions = {}): Promise<Simulators> {
  const { clock = systemClock(), host = '127.0.0.1', newId = randomUUID } = options
  const rules = readRules(options.rules ?? (await readFile(defaultRules, 'utf8')))
  const faults = { listen: new FaultPlan(), speak: new FaultPlan(), chat: new FaultPlan() }
  const logs = { deepgram: new RequestLog(clock), openai: new RequestLog(clock) }
  const hearing = { listen: faults.listen, speak: faults.speak }
  const thinking = { chat: faults.chat }

  const ears = await openFront({
    host,
    port: options.deepgramPort ?? 0,
    plans: hearing,
    log: logs.deepgram,
    ...deepgram({ clock, newId, plans: hearing }),
  })
  let mind: Front
  try {
    mind = await openFront({
      host,
      port: options.openaiPort ?? 0,
      plans: thinking,
      log: logs.openai,
      ...openAi({ clock, newId, plans: thinking, rules }),
    })
  } catch (error) {
    await ears.close()
    throw error
  }

  const at = host.includes(':') ? `[${host}]` : host
  return {
    deepgramUrl: `http://${at}:${ears.port}`,
    openaiUrl: `http://${at}:${mind.port}/v1`,
    faults,
    requests: { deepgram: logs.deepgram.records, openai: logs.openai.records },
    close: async () => {
      await Promise.all([ears.close(), mind.close()])
    },
  }
}
