import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from '#generated/config.gen.ts'

/**
 * Makes a tenant on the running platform and prints its id and its first key. The platform is found by HOST and PORT (or
 * PUBLIC_BASE_URL), the operator's key by OPERATOR_API_KEY or in DATA_DIR/secrets, where the platform keeps the one it made.
 */
if (existsSync('.env')) process.loadEnvFile('.env')
const help = `Makes a tenant on the platform that runs; prints its id and its first key.

  node scripts/make-tenant.ts NAME

The platform is found by HOST and PORT, or PUBLIC_BASE_URL; the operator's key by OPERATOR_API_KEY, or in DATA_DIR/secrets.
`
const { HOST, PORT, DATA_DIR, PUBLIC_BASE_URL, OPERATOR_API_KEY } = process.env
const name = process.argv[2] ?? ''
const url = PUBLIC_BASE_URL || `http://${HOST || settings.HOST.default}:${PORT || settings.PORT.default}`

function operatorKey(): string {
  const kept = join(DATA_DIR || settings.DATA_DIR.default, 'secrets', 'OPERATOR_API_KEY')
  const key = OPERATOR_API_KEY || (existsSync(kept) && readFileSync(kept, 'utf8'))
  if (!key) throw new Error(`Set OPERATOR_API_KEY, or DATA_DIR to the platform's: there is no ${kept}.`)
  return key
}

async function makeTenant(): Promise<void> {
  if (name === '--help') {
    process.stdout.write(help)
    return
  }
  if (name.trim() === '') throw new Error('Say who it is: make tenant NAME="Acme".')
  const headers = { authorization: `Bearer ${operatorKey()}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ name })
  const answer = await fetch(new URL('/v1/tenants', url), { method: 'POST', headers, body }).catch(() => null)
  if (answer === null) throw new Error(`No platform answers at ${url}. Start it (make run), or set PORT.`)
  const { detail, id, apiKey } = (await answer.json()) as { detail: string; id: string; apiKey: { key: string } }
  if (!answer.ok) throw new Error(`The platform at ${url} refused: ${detail}`)
  process.stdout.write(`tenant ${id}\nAPI key ${apiKey.key}\n`)
}

makeTenant().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
