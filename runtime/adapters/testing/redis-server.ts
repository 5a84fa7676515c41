import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ATTEMPTS = 5
const READY = 'Ready to accept connections'

export interface RedisServer {
  readonly url: string
  readonly port: number
  /** SIGTERM, or the signal. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** A real Redis for tests, on a free port or the given one, empty, ended by the kernel when this process ends. */
export async function startRedis(port?: number): Promise<RedisServer> {
  if (spawnSync('redis-server', ['--version']).error) {
    throw new Error('The integration tests need Redis: apt-get install redis-server')
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(port ?? (await freePort()))
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
    }
  }
}

async function launch(port: number): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-redis-`))
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder]
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', '--', 'redis-server', ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'close').then(() => rm(folder, { recursive: true, force: true }))
  let log = ''
  for await (const text of server.stdout.setEncoding('utf8')) {
    log += text
    if (log.includes(READY)) break
  }
  if (!log.includes(READY)) throw new Error(`redis-server did not start.\n${log}`)
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async stop(signal = 'SIGTERM') {
      server.kill(signal)
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
