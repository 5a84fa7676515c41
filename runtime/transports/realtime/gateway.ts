import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Ids } from '#runtime/core/ids.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { soon } from '#runtime/core/soon.ts'
import { parseTraceparent } from '#runtime/core/trace-context.ts'
import type { WatchCredential } from '#runtime/transports/auth/credential-watch.ts'
import type { ClientAddress } from '#runtime/transports/client-address.ts'
import type { Gate } from '#runtime/transports/gate.ts'
import { refuseUnreadable } from '#runtime/transports/http/problem-reply.ts'
import { countProblem } from '#runtime/transports/told-problem.ts'
import { type Address, addressOf } from './address.ts'
import type { Admit } from './admission.ts'
import { CallerSocket } from './caller-socket.ts'
import { Connection, type ConnectionLimits, type ConnectionPorts } from './connection.ts'
import { credentialOf, echoed } from './credentials.ts'
import { gathered } from './gathered.ts'

export interface GatewayPorts extends ConnectionPorts {
  readonly ids: Ids
  readonly gate: Gate
  readonly clientAddress: ClientAddress
  readonly admit: Admit
  readonly watch: WatchCredential
}

export interface Gateway {
  /** Sockets that are open. */
  readonly size: number
  close(): void
}

/**
 * The realtime voice gateway on an HTTP server's upgrades (FR-R1, FR-R2). A refusal is always readable by a browser: the
 * upgrade completes, `error` is sent, the socket closes with the code's close code.
 */
export function attachGateway(server: Server, ports: GatewayPorts, limits: ConnectionLimits): Gateway {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    // Past the limit the connection says why; past this, ws cuts it off with 1009 alone.
    maxPayload: 8 * limits.maxFrameBytes,
    maxFragments: 32,
    maxBufferedChunks: 1024,
    perMessageDeflate: false,
    handleProtocols: echoed,
  })
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const address = addressOf(request.url ?? '/')
    const trace = parseTraceparent(request.headers.traceparent)
    stream.on('error', () => stream.destroy())
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const refuse = (problem: Problem): void => {
        countProblem(ports.metrics, 'socket', problem)
        socket.on('error', () => socket.terminate())
        new CallerSocket(socket, ports).refuse(problem.code, problem.message)
      }
      if (address === null)
        return refuse(new Problem('not_found', 'There is no socket at this path; calls are at /v1/realtime/{callId}.'))
      if (typeof address === 'string')
        return refuse(new Problem('bad_request', `"${address}" must be 1 to 64 letters, digits, ".", "_" or "-".`))
      const connection = new Connection(
        ports,
        limits,
        { ...address, ...(trace && { trace }) },
        socket,
        gathered(stream, soon),
      )
      const caller = callerOf(ports, request, address, stream)
      void connection.admit(caller)
      caller.then(
        (known) => {
          if (socket.readyState !== socket.OPEN) return
          const stop = ports.watch(known, () => connection.revoke())
          socket.once('close', stop)
        },
        () => undefined,
      )
    })
  }
  sockets.on('wsClientError', (_error, stream) => refuseUnreadable(stream, ports.ids.next('request')))
  server.on('upgrade', upgrade)
  return {
    get size() {
      return sockets.clients.size
    },
    close() {
      server.off('upgrade', upgrade)
      for (const socket of sockets.clients) socket.close(1012, 'going_away')
      sockets.close()
    },
  }
}

/** Who connects, counted as long as the socket lives. Throws `Problem`. */
async function callerOf(
  { gate, clientAddress, admit }: GatewayPorts,
  request: IncomingMessage,
  address: Address,
  stream: Duplex,
): Promise<Caller> {
  const secret = credentialOf(request)?.secret
  const caller = await gate.admit(clientAddress(request), secret, () => admit(request, address))
  const leave = await gate.socket(caller)
  if (stream.destroyed) leave()
  else stream.once('close', leave)
  return caller
}
