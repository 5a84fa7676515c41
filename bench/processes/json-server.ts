import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { answerParent } from './child.ts'

/** Answers every request with the same agent, once its body has come. */
const agent = JSON.stringify(sampleAgent({ prompt: 'You are a helpful customer support agent. '.repeat(10) }))

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(agent) }
    response.writeHead(request.method === 'POST' ? 201 : 200, headers).end(agent)
  })
})

answerParent(
  {
    start: () =>
      new Promise<string>((listening) => {
        server.listen(0, '127.0.0.1', () => listening(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
      }),
  },
  () => server.close(),
)
