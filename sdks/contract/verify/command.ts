import { Pool } from 'undici'
import {
  addressOf,
  type Command,
  numberOf,
  type Print,
  parsed,
  reportOptions,
  toldToEnd,
  UsageError,
} from '../command.ts'
import { Report } from '../report.ts'
import type { Deployment } from './deployment.ts'
import { fuzz, fuzzedOperations } from './fuzz/fuzz-operation.ts'
import { playRealtime } from './play-realtime.ts'
import { isWholeTenants, keptAsItWas, leftOut, sparing } from './spared.ts'
import { Departure, type Tenants, tenantsOf } from './tenants.ts'
import { GRACE_MS, unlessAborted } from './under-way.ts'

/** What one operation may take. */
const PATIENCE_MS = 120_000
const options = {
  ...reportOptions,
  'api-key': { type: 'string' },
  'operator-key': { type: 'string' },
  'tool-url': { type: 'string' },
  only: { type: 'string', multiple: true },
  runs: { type: 'string', default: '100' },
  seed: { type: 'string', default: '1' },
  all: { type: 'boolean', default: false },
} as const

export const verifyCommand: Command = {
  help: `Does a deployment keep the contract? Every live operation is fuzzed, every answer held against its document, the realtime socket
played.

  invorto-contract verify URL --api-key KEY [--tool-url URL] [--all]
  invorto-contract verify URL --operator-key KEY [--tool-url URL]
      [--only OPERATION]... [--runs 100] [--seed 1] [--junit FILE] [--json FILE]

--api-key       an admin's, of a tenant for tests: agents, tools, keys and calls are made in it. May be in INVORTO_API_KEY.
--operator-key  makes two tenants for itself, so that what is another's is asked for as well.
--tool-url      an https address that the deployment may post to and that answers 2xx; without it webhooks are left out.
--all           with a tenant's key alone: also what changes the whole tenant. How long calls are kept is never changed, as fewer days
                would erase them for good. Its other settings and its capture policy are told first and put back afterwards; until
                then those that are drawn hold for everybody: who may come in, and how calls are recorded. A LiveKit project that
                it has is left alone; rates that are made stay.
--only          one operation, or realtime; several may be given. The same seed asks the same.
--runs          how many requests each operation gets.

It changes and takes away nothing but what it made itself, under names of its own (fuzz_...). What it made it takes away again, also where a
check fails or it is told to end (Ctrl-C): then requests under way have ${GRACE_MS / 1000} s to be answered. Calls stay, as nothing takes them away; a
tenant that it made is suspended. Killed (kill -9, Ctrl-C again a second later) it puts nothing back and takes nothing away: keys named
"Contract kit", agents, tools, secrets and webhooks stay until you delete them, and with --all the settings and the policy as they were drawn.
`,
  async run(args, print) {
    const { values, positionals } = parsed(args, options, 'URL')
    const url = originOf(positionals[0]!)
    const { 'api-key': apiKey = process.env.INVORTO_API_KEY, 'operator-key': operatorKey = null } = values
    if (!apiKey && !operatorKey) throw new UsageError('--api-key or --operator-key is missing.')
    const known = new Set([...fuzzedOperations.map(({ id }) => id), 'realtime'])
    const odd = values.only?.find((name) => !known.has(name))
    if (odd !== undefined)
      throw new UsageError(`There is no operation "${odd}": --only takes an operationId of /openapi.json, or realtime.`)
    const toolUrl = values['tool-url'] === undefined ? null : addressOf(values['tool-url']).href
    const deployment: Deployment = { url, toolUrl, operatorKey: operatorKey || null }
    const [numRuns, seed] = [numberOf('runs', values.runs), numberOf('seed', values.seed)]
    const report = await Report.begin('verify', print, values)
    const chosen = (name: string): boolean => values.only?.includes(name) ?? true
    await visited(report, deployment, apiKey, { numRuns, seed, all: values.all, chosen, tell: print })
    return report.finish()
  },
}

/** The contract's paths begin at the origin: whatever stands behind it in the address would be lost without a word. */
function originOf(text: string): string {
  const { origin, pathname, search } = addressOf(text)
  if (pathname !== '/' || search !== '')
    throw new UsageError(`The contract's paths begin at ${origin}: leave out "${pathname}${search}".`)
  return origin
}

interface Wish {
  readonly numRuns: number
  readonly seed: number
  readonly all: boolean
  readonly chosen: (operation: string) => boolean
  readonly tell: Print
}

/** Told to end, it asks no more and takes away what it has made. */
async function visited(report: Report, deployment: Deployment, apiKey: string | undefined, wish: Wish): Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const told = toldToEnd(() => stopping.abort(new Error('It was told to end.')))
  const departure = new Departure()
  let tenants: Tenants | null = null
  await report.check('deployment', 'the key may make keys', async () => {
    tenants = await unlessAborted(tenantsOf(deployment, apiKey, departure), signal, GRACE_MS)
  })
  if (tenants !== null) await verified(report, deployment, tenants, { ...wish, signal })
  if (departure.isDue)
    await report.check('deployment', 'the keys that were made are taken away', () => departure.leave())
  if (signal.aborted) await report.check('deployment', 'everything was asked', () => Promise.reject(signal.reason))
  told.forget()
}

type Asking = Wish & { readonly signal: AbortSignal }

async function verified(report: Report, deployment: Deployment, tenants: Tenants, asking: Asking): Promise<void> {
  const { chosen, signal } = asking
  if (chosen('realtime') && !signal.aborted) await playRealtime(report, deployment.url, tenants.own.admin, signal)
  await rest(report, deployment, tenants, asking)
}

async function rest(
  report: Report,
  deployment: Deployment,
  keys: Tenants,
  { chosen, all, tell, ...wish }: Asking,
): Promise<void> {
  const pool = new Pool(deployment.url, { connections: 8, pipelining: 1 })
  // What changes the whole tenant comes last.
  const last = ({ id }: { id: string }): number => Number(isWholeTenants(id))
  const operations = fuzzedOperations.filter(({ id }) => chosen(id)).toSorted((one, other) => last(one) - last(other))
  for (const one of operations) {
    if (wish.signal.aborted) break
    const operation = sparing(one, deployment)
    const reason = await leftOut(operation, deployment, keys.own.admin, all)
    if (reason !== null) report.skip('rest', operation.id, reason)
    else
      await report.check('rest', operation.id, () =>
        keptAsItWas(operation, { deployment, key: keys.own.admin, tell }, () =>
          fuzz(operation, { deployment, pool, keys, ...wish, timeoutMs: PATIENCE_MS }),
        ),
      )
  }
  await pool.destroy()
}
