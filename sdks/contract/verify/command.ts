import { Pool } from 'undici'
import { addressOf, type Command, numberOf, parsed, reportOptions, toldToEnd, UsageError } from '../command.ts'
import { Report } from '../report.ts'
import { ask, type Deployment } from './deployment.ts'
import { fuzz, fuzzedOperations } from './fuzz/fuzz-operation.ts'
import type { FuzzedOperation } from './fuzz/requests.ts'
import { newAgent, scripts } from './realtime.ts'
import { type Tenants, tenantsOf } from './tenants.ts'

/** What one operation may take. */
const PATIENCE_MS = 120_000
/** What changes the whole tenant: how long its past calls are kept, among it. */
const WHOLE_TENANT: readonly string[] = ['updateTenantSettings', 'updateCapturePolicy']
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
--all           with a tenant's key alone: also what changes the whole tenant: its retention, its rates, its LiveKit project.
--only          one operation, or realtime. The same seed asks the same.

What it makes it takes away again, also where a check fails or it is told to end. Calls stay, as nothing takes them away; a tenant that it
made is suspended.
`,
  async run(args, print) {
    const { values, positionals } = parsed(args, options, 'URL')
    const url = addressOf(positionals[0]!).origin
    const { 'api-key': apiKey = process.env.INVORTO_API_KEY, 'operator-key': operatorKey = null } = values
    if (!apiKey && operatorKey === null) throw new UsageError('--api-key or --operator-key is missing.')
    const known = new Set([...fuzzedOperations.map(({ id }) => id), 'realtime'])
    const odd = values.only?.find((name) => !known.has(name))
    if (odd !== undefined) throw new UsageError(`There is no operation "${odd}".`)
    const deployment: Deployment = { url, toolUrl: values['tool-url'] ?? null, operatorKey }
    const [numRuns, seed] = [numberOf('runs', values.runs), numberOf('seed', values.seed)]
    const report = new Report('verify', print)
    const chosen = (name: string): boolean => values.only?.includes(name) ?? true
    const tenants = await welcome(report, deployment, apiKey)
    if (tenants !== null) await verified(report, deployment, tenants, { numRuns, seed, all: values.all, chosen })
    return report.finish(values)
  },
}

/** Told to end, it asks no more and takes away what it has made. */
async function verified(report: Report, deployment: Deployment, tenants: Tenants, wish: Wish): Promise<void> {
  const stopping = new AbortController()
  const told = toldToEnd(() => stopping.abort(new Error('It was told to end.')))
  try {
    const { signal } = stopping
    if (wish.chosen('realtime')) await realtime(report, deployment.url, tenants.own.admin, signal)
    await rest(report, deployment, tenants, { ...wish, signal })
  } finally {
    told.forget()
    await report.check('deployment', 'the keys that were made are taken away', () => tenants.leave())
  }
}

async function welcome(report: Report, deployment: Deployment, apiKey: string | undefined): Promise<Tenants | null> {
  let tenants: Tenants | null = null
  await report.check('deployment', 'the key may make keys', async () => {
    tenants = await tenantsOf(deployment, apiKey)
  })
  return tenants
}

interface Wish {
  readonly numRuns: number
  readonly seed: number
  readonly all: boolean
  readonly chosen: (operation: string) => boolean
}

async function rest(
  report: Report,
  deployment: Deployment,
  keys: Tenants,
  { chosen, all, ...wish }: Wish & { readonly signal: AbortSignal },
): Promise<void> {
  const pool = new Pool(deployment.url, { connections: 8, pipelining: 1 })
  // What changes the whole tenant comes last.
  const last = (id: string): number => Number(WHOLE_TENANT.includes(id))
  const operations = fuzzedOperations
    .filter(({ id }) => chosen(id))
    .toSorted((one, other) => last(one.id) - last(other.id))
  for (const operation of operations) {
    if (wish.signal.aborted) break
    const reason = leftOut(operation, deployment, all)
    if (reason !== null) report.skip('rest', operation.id, reason)
    else
      await report.check('rest', operation.id, () =>
        fuzz(operation, { deployment, pool, keys, ...wish, timeoutMs: PATIENCE_MS }),
      )
  }
  await pool.destroy()
}

/** Why an operation is not asked; null when it is. */
function leftOut({ id, roles }: FuzzedOperation, { operatorKey, toolUrl }: Deployment, all: boolean): string | null {
  const operators = roles?.every((role) => role === 'operator' || role === 'monitor')
  if (operators && operatorKey === null) return "it is the operator's: give --operator-key"
  if (toolUrl === null && /webhook/i.test(id)) return 'it posts to an address of yours: give --tool-url'
  // Whatever is asked of the project, another is put in its place before.
  if ((WHOLE_TENANT.includes(id) || id === 'createRate' || /LiveKit/.test(id)) && operatorKey === null && !all)
    return 'it changes the whole tenant: give --all'
  return null
}

async function realtime(report: Report, url: string, key: string, signal: AbortSignal): Promise<void> {
  let agentId = ''
  await report.check('realtime', 'an agent to call', async () => {
    agentId = await newAgent(url, key)
  })
  if (agentId === '') return
  for (const [name, script] of Object.entries(scripts)) {
    if (signal.aborted) break
    await report.check('realtime', name, () => script({ url, key, agentId }))
  }
  await report.check('realtime', 'the agent is taken away', async () => {
    const { status } = await ask(url, key, 'deleteAgent', { path: { agentId } })
    if (status >= 300) throw new Error(`deleteAgent answered ${status}`)
  })
}
