import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Pool } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleBodies } from './fuzz/example-bodies.ts'
import { Fuzzer } from './fuzz/fuzzer.ts'
import { operationsOf, Requests } from './fuzz/requests.ts'
import { Resources } from './fuzz/resources.ts'
import { type Json, Schemas } from './fuzz/schema.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'

/**
 * Every live operation, asked what its document allows and what it does not (issue 4, Conformance). The same seed asks the
 * same; `FUZZ_RUNS=1000 FUZZ_SEED=$RANDOM make test ARGS=contract-tests/rest-fuzz` asks more, and other things.
 */
const numRuns = Number(process.env.FUZZ_RUNS || 100)
const seed = Number(process.env.FUZZ_SEED || 1)
const TIMEOUT_MS = 30_000 + numRuns * 1_000
const document = JSON.parse(
  readFileSync(new URL('../generated/documents/openapi.json', import.meta.url), 'utf8'),
) as Json
const operations = operationsOf(document)
const schemas = new Schemas(document)
const requests = new Requests(document, exampleBodies)

let stage: Stage
let tools: ToolServer
let pool: Pool
beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32', MAX_WEBHOOK_ENDPOINTS_PER_TENANT: '10000' })
  tools = await startToolServer()
  pool = new Pool(stage.platform.url, { connections: 16, pipelining: 1 })
})
afterAll(async () => {
  await pool.destroy()
  tools.close()
  await stage.strike()
})

describe('every operation keeps its document, whatever it is asked', () => {
  test.concurrent.each(operations.map((operation) => [operation.id, operation] as const))(
    `%s, ${numRuns} times with the seed ${seed}`,
    { timeout: TIMEOUT_MS },
    async (_id, operation) => {
      const [own, foreign] = [
        await Resources.of(stage, operation, tools.url),
        await Resources.of(stage, operation, tools.url),
      ]
      const fuzzer = new Fuzzer(pool, operation, { own, foreign }, schemas)
      const [valid, invalid] = [requests.valid(operation), requests.invalid(operation)]
      const drawn = invalid === null ? valid : fc.oneof(valid, invalid)
      const property = fc.asyncProperty(drawn, (request) => fuzzer.take(request))
      await fc.assert(property, { numRuns, seed, interruptAfterTimeLimit: TIMEOUT_MS, markInterruptAsFailure: true })
      expect([fuzzer.tally.accepted > 0, invalid === null || fuzzer.tally.refused > 0]).toEqual([true, true])
    },
  )
})
