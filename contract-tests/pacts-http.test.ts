import type { IncomingMessage } from 'node:http'
import { Verifier } from '@pact-foundation/pact'
import { afterAll, beforeAll, test } from 'vitest'
import { fuzzedOperations } from '#sdks/contract/verify/fuzz/fuzz-operation.ts'
import { Resources } from '#sdks/contract/verify/fuzz/resources.ts'
import { httpPacts } from './consumers/pact-files.ts'
import { seeds } from './consumers/seeds.ts'
import { deploymentOf, newTenant } from './deployment.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'

const operations = new Map(fuzzedOperations.map((operation) => [operation.id, operation]))

let stage: Stage
let tools: ToolServer
beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32' })
  tools = await startToolServer()
})
afterAll(async () => {
  tools.close()
  await stage.strike()
})

test.each(httpPacts())('the platform keeps what %s was promised', { timeout: 180_000 }, async (_name, path) => {
  let authorization: string | undefined
  const seeded = async (parameters: unknown) => {
    const operation = operations.get((parameters as { operation: string }).operation)!
    const resources = new Resources(deploymentOf(stage, tools.url), operation, await newTenant(stage))
    authorization = await resources.authorization({})
    const names = await resources.names()
    await seeds[operation.id]?.({ stage, tenant: resources, names })
    return { ...names }
  }
  const unknown = async (): Promise<void> => {
    authorization = 'Bearer no-key-of-anybody-00000000000000'
  }
  await new Verifier({
    provider: 'invorto',
    providerBaseUrl: stage.platform.url,
    pactUrls: [path],
    logLevel: 'error',
    stateHandlers: { 'what it names is there': seeded, 'the key is of nobody': unknown },
    requestFilter(request: IncomingMessage, _response: unknown, next: () => void) {
      if (authorization !== undefined) request.headers.authorization = authorization
      // The verifier's proxy would make an empty stream of no body.
      if (request.headers['content-type'] === undefined) request.headers['content-length'] = '0'
      next()
    },
  }).verifyProvider()
})
