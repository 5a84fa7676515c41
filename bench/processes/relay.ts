import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { answerParent } from './child.ts'
import { usageAnswers } from './usage.ts'

/**
 * The baseline of the gateway: each binary frame of a caller goes on to the sink as it came, and callers that ask for the
 * agent `speaker` get a frame of 40 ms every 40 ms, as the platform paces them. It knows no calls, words or logs.
 */
const outFrameMs = 40
const outFrame = Buffer.alloc(16 * 2 * outFrameMs)

async function start({ sinkUrl }: { sinkUrl: string }): Promise<string> {
  const listening = new Set<WebSocket>()
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  server.on('connection', (caller, { url }) => {
    const sink = new WebSocket(`${sinkUrl.replace('http', 'ws')}/v1/listen`, { perMessageDeflate: false })
    sink.on('error', () => sink.terminate())
    caller.on('error', () => caller.terminate())
    caller.on('message', (data: Buffer, isBinary) => {
      if (isBinary) sink.send(data)
      else if (url!.includes('speaker')) listening.add(caller)
    })
    caller.on('close', () => {
      listening.delete(caller)
      sink.terminate()
    })
    sink.on('open', () => caller.send('{"t":"connected"}'))
  })
  setInterval(() => {
    for (const caller of listening) caller.send(outFrame)
  }, outFrameMs)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

answerParent({ start, ...usageAnswers() })
