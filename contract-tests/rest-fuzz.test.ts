import { Pool } from 'undici'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { fuzz, fuzzedOperations } from '#sdks/contract/verify/fuzz/fuzz-operation.ts'
import { deploymentOf, newTenant } from './deployment.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'

/**
 * Every live operation, asked what its document allows and what it does not (issue 4, Conformance). The same seed asks the
 * same; `FUZZ_RUNS=1000 FUZZ_SEED=$RANDOM make test ARGS=contract-tests/rest-fuzz` asks more, and other things.
 */
const numRuns = Number(process.env.FUZZ_RUNS || 100)
const seed = Number(process.env.FUZZ_SEED || 1)
const timeoutMs = 30_000 + numRuns * 1_000

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
  test.concurrent.each(fuzzedOperations.map((operation) => [operation.id, operation] as const))(
    `%s, ${numRuns} times with the seed ${seed}`,
    { timeout: timeoutMs },
    async (_id, operation) => {
      // Tenants of its own, so that what the fuzzer changes is nobody else's.
      const keys = { own: await newTenant(stage), foreign: await newTenant(stage) }
      await fuzz(operation, { deployment: deploymentOf(stage, tools.url), pool, keys, numRuns, seed, timeoutMs })
    },
  )
})
