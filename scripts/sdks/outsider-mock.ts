import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer as createProbe } from 'node:net'
import { join } from 'node:path'

const { arch, platform } = process
const program = join(import.meta.dirname, `../../node_modules/@stdy/cli-${platform}-${arch}/bin/steady`)
const READY = 'Ready to accept requests'

/** One request, and what the mock has against it. */
export interface Judged {
  readonly method: string
  readonly url: string
  readonly authorization: string | undefined
  readonly status: number
  readonly faults: readonly string[]
}

/** Steady (https://github.com/dgellow/steady) on an OpenAPI document: a mock of others, with a memory of what it was asked. */
export interface OutsiderMock {
  readonly url: string
  /** In the order of the answers. */
  readonly judged: readonly Judged[]
  close(): Promise<void>
}

/** Its answers are the document's examples; its judgement stands in headers of them, which whoever is in between reads. */
export async function startOutsiderMock(document: string): Promise<OutsiderMock> {
  const port = await freePort()
  const steady = await launch(document, port)
  const judged: Judged[] = []
  const between = createServer((incoming, answer) => {
    const { method, url: path, headers } = incoming
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      judged.push(judgementOf(incoming, response))
      answer.writeHead(response.statusCode!, response.headers)
      response.pipe(answer)
    })
    answer.on('close', () => outgoing.destroy())
    outgoing.on('error', (error) => answer.destroy(error))
    incoming.pipe(outgoing)
  }).listen(0, '127.0.0.1')
  await once(between, 'listening')
  return {
    url: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
    judged,
    async close() {
      between.closeAllConnections()
      between.close()
      steady.kill()
      await once(steady, 'close')
    },
  }
}

function judgementOf({ method, url, headers }: IncomingMessage, response: IncomingMessage): Judged {
  const said = (name: string): string => String(response.headers[`x-steady-${name}`] ?? '')
  const faults = Array.from({ length: Number(said('error-count')) }, (_, index) =>
    ['code', 'path', 'message'].map((part) => said(`error-${index + 1}-${part}`)).join(' '),
  )
  const invalid = said('request-valid') !== 'true' && faults.length === 0
  return {
    ...{ method: method!, url: url!, authorization: headers.authorization, status: response.statusCode! },
    faults: invalid ? ['it does not say that the request is valid'] : faults,
  }
}

async function launch(document: string, port: number): Promise<ChildProcess> {
  const asked = ['--host', '127.0.0.1', '--port', `${port}`, '--stream-interval', '1', '--no-color', '--quiet']
  const watched = ['--pdeathsig', 'KILL', '--', program, ...asked, document]
  // In CI it does not say when it is ready.
  const env = { ...process.env, CI: undefined }
  const steady = spawn('setpriv', watched, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let log = ''
  for await (const text of steady.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    log += text
    if (log.includes(READY)) break
  }
  if (!log.includes(READY)) throw new Error(`The mock did not start.\n${log}`)
  steady.stdout.resume()
  return steady
}

async function freePort(): Promise<number> {
  const probe = createProbe().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
