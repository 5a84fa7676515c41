import { inject } from 'vitest'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { Contract, MessageContract } from './contract.ts'
import { newDatabase, operatorKey, pepper } from './database.ts'
import { type Platform, type Settings, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import type { Dialled, DialOptions } from './socket.ts'
import { dial } from './socket.ts'

/** What a test file needs: a platform on a database of its own, and simulated providers whose faults it sets. */
export interface Stage {
  readonly platform: Platform
  readonly simulators: Simulators
  readonly database: string
  /** Where the process runs; its data are in `data`. */
  readonly folder: string
  readonly contract: Contract
  readonly messages: MessageContract
  readonly rest: Rest
  /** Connects to a socket path; every message is held against the document. */
  dial(path: string, options?: DialOptions): Dialled
  strike(): Promise<void>
}

/** `rules`: what the simulated model says (simulators/README.md), in place of the sandbox's. */
export async function setStage(settings: Settings = {}, rules?: string): Promise<Stage> {
  const folder = await temporaryFolder()
  const [simulators, database] = await Promise.all([
    startSimulators(rules === undefined ? {} : { rules }),
    newDatabase(inject('postgres18')),
  ])
  const platform = await startPlatform(folder.path, {
    DATABASE_URL: database,
    KEY_PEPPER: pepper,
    OPERATOR_API_KEY: operatorKey,
    DEEPGRAM_BASE_URL: simulators.deepgramUrl,
    OPENAI_BASE_URL: simulators.openaiUrl,
    // Tests show more wrong keys than anybody may.
    RATE_LIMIT_FAILED_KEYS_PER_MINUTE: '100000',
    ...settings,
  })
  const { url, apiKey } = platform
  const [contract, messages] = await Promise.all([Contract.of(url), MessageContract.of(url)])
  return {
    platform,
    simulators,
    database,
    folder: folder.path,
    contract,
    messages,
    rest: new Rest(url, contract, apiKey),
    dial: (path, { key = apiKey, ...options } = {}) => dial(url, path, messages, { key, ...options }),
    async strike() {
      await platform.stop()
      await simulators.close()
      await folder.remove()
    },
  }
}
