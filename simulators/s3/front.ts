import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request as requestTo, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '#runtime/core/clock.ts'
import type { S3Fault, S3Faults } from './faults.ts'
import { judgeSignature, type S3Credentials, type SignedRequest } from './signature.ts'

export interface S3FrontParts {
  readonly clock: Clock
  readonly credentials: S3Credentials
  readonly region: string
  /** The server behind, which looks at no signature. */
  readonly port: number
  /** Where bodies lie until they are whole. */
  readonly folder: string
  readonly faults: S3Faults
  readonly log: (request: SignedRequest) => void
}

/** Objects that are being written, by path. */
type Writing = Map<string, Promise<void>>

/** Who the server behind takes us for. */
const trusted = (now: number) => ({
  authorization: 'AWS4-HMAC-SHA256 Credential=S3RVER/1/2/s3/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': new Date(now).toISOString().replace(/[-:]|\.\d+/g, ''),
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
})

const statuses: Readonly<Record<string, number>> = { BadDigest: 400, NotImplemented: 501, SlowDown: 503 }

/**
 * The door of the S3 server: it takes only what is signed (SigV4), keeps a body back until it is whole and what was
 * signed, so that half a body is no object, and does wrong what the faults say. As in S3 an object is there with all that
 * belongs to it or not at all: the server behind writes its type after its bytes, so who asks meanwhile waits.
 */
export async function openS3Front(parts: S3FrontParts): Promise<{ port: number; close(): Promise<void> }> {
  const writing: Writing = new Map()
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    serve(parts, writing, request, response).catch(() => request.socket.destroy())
  }
  const server = createServer(answer).on('checkContinue', answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return { port: (server.address() as AddressInfo).port, close }
}

async function serve(
  parts: S3FrontParts,
  writing: Writing,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { clock, credentials, region, faults } = parts
  const signed = signedPart(request)
  parts.log(signed)
  const refusal = await judgeSignature(signed, credentials, region, clock.now())
  if (refusal !== null) return refuse(response, refusal)
  const payload = signed.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD'
  if (payload.startsWith('STREAMING-')) return refuse(response, 'NotImplemented')
  const fault = faults.next(signed.method)
  if (fault === 'slow_down') return refuse(response, 'SlowDown')
  if (signed.headers.expect !== undefined) response.writeContinue()
  if (fault === 'stall') return
  if (fault === 'reset') return breakOff(request)
  const file = join(parts.folder, String(faults.count))
  try {
    const sha256 = await keepBody(request, file)
    if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256) return refuse(response, 'BadDigest')
    while (writing.has(signed.path)) await writing.get(signed.path)
    const passed = pass(parts, signed, file, response, fault)
    if (signed.method === 'PUT')
      writing.set(
        signed.path,
        passed.catch(() => {}).finally(() => writing.delete(signed.path)),
      )
    await passed
  } finally {
    await rm(file, { force: true })
  }
}

function signedPart({ method = 'GET', url = '/', headers }: IncomingMessage): SignedRequest {
  const [path = '/'] = url.split('?', 1)
  const query = Object.fromEntries(new URL(url, 'http://s3').searchParams)
  return { method, path, query, headers: headers as Record<string, string> }
}

function refuse(response: ServerResponse, code: string): void {
  response.writeHead(statuses[code] ?? 403, { 'content-type': 'application/xml', connection: 'close' })
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

/** The connection breaks as soon as something of the body has come. */
function breakOff(request: IncomingMessage): void {
  const reset = (): void => void request.socket.resetAndDestroy()
  request.once('data', reset).once('end', reset)
}

/** Writes a body down; rejects when less of it comes than was said. The hash is its SHA-256 in hex. */
async function keepBody(request: IncomingMessage, file: string): Promise<string> {
  const hash = createHash('sha256')
  request.on('data', (piece: Buffer) => hash.update(piece))
  await pipeline(request, createWriteStream(file))
  return hash.digest('hex')
}

async function pass(
  { clock, port }: S3FrontParts,
  { method, path, query, headers }: SignedRequest,
  file: string,
  response: ServerResponse,
  fault: S3Fault | undefined,
): Promise<void> {
  const rest = new URLSearchParams(Object.entries(query).filter(([name]) => !name.startsWith('X-Amz-')))
  const { expect: _, connection: __, authorization: ___, ...others } = headers
  const ask = (how: string) => ({ port, host: '127.0.0.1', method: how, path: `${path}?${rest}` })
  const asked = requestTo({ ...ask(method), headers: { ...others, ...trusted(clock.now()) } })
  const answered = answerOf(asked)
  await pipeline(createReadStream(file), asked)
  const answer = await answered
  const written = async (): Promise<boolean> => {
    const head = requestTo({ ...ask('HEAD'), headers: trusted(clock.now()) })
    const found = await answerOf(head.end())
    found.resume()
    return found.headers['content-length'] === headers['content-length']
  }
  // The server behind answers before the last bytes are in its file.
  if (method === 'PUT' && answer.statusCode === 200) while (!(await written())) await clock.sleep(2)
  response.writeHead(answer.statusCode ?? 500, answer.headers)
  if (fault === undefined) return pipeline(answer, response)
  response.flushHeaders()
  for await (const piece of answer) {
    response.write((piece as Buffer).subarray(0, piece.length / 2))
    break
  }
  if (fault === 'reset_midway') await clock.sleep(20).then(() => response.destroy())
}

const answerOf = (asked: ReturnType<typeof requestTo>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => asked.once('response', resolve).once('error', reject))
