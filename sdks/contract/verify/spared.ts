import type { Print } from '../command.ts'
import { documentOf } from '../published.ts'
import { ask, type Deployment } from './deployment.ts'
import type { FuzzedOperation } from './fuzz/requests.ts'
import { type Schema, Schemas } from './fuzz/schema.ts'

const schemas = new Schemas(documentOf('openapi'))

/** What changes a whole tenant, and how it is read. */
const readings: Readonly<Record<string, string>> = {
  updateTenantSettings: 'getTenantSettings',
  updateCapturePolicy: 'getCapturePolicy',
}

export const isWholeTenants = (id: string): boolean => id in readings

/** Why an operation is not asked; null when it is. */
export async function leftOut(
  { id, roles }: FuzzedOperation,
  deployment: Deployment,
  key: string,
  all: boolean,
): Promise<string | null> {
  const { url, operatorKey, toolUrl } = deployment
  const operators = roles?.every((role) => role === 'operator' || role === 'monitor')
  if (operators && operatorKey === null) return "it is the operator's: give --operator-key"
  if (toolUrl === null && /webhook/i.test(id)) return 'it posts to an address of yours: give --tool-url'
  // The operator's tenants are made for this.
  if (operatorKey !== null) return null
  const livekit = /LiveKit/.test(id)
  if ((isWholeTenants(id) || id === 'createRate' || livekit) && !all) return 'it changes the whole tenant: give --all'
  // Whatever is asked of the project, another is put in its place before.
  return livekit ? projectOf(url, key) : null
}

/** Why the tenant's LiveKit project must not be touched; null where it has none. */
async function projectOf(url: string, key: string): Promise<string | null> {
  const status = await ask(url, key, 'getLiveKitProject', {}).then(
    (reply) => reply.status,
    () => null,
  )
  if (status === 404) return null
  return status === 200
    ? 'the tenant has a LiveKit project, which would be overwritten: ask as a tenant that has none'
    : `it cannot be told whether the tenant has a LiveKit project, which would be overwritten: getLiveKitProject answered ${status}`
}

/** How long calls are kept: what is older than fewer days is erased for good, and putting the days back brings nothing back. */
const IRREVOCABLE = /days$/i

/** The operation without what could not be put back, where the tenant is not the kit's own. */
export function sparing(operation: FuzzedOperation, { operatorKey }: Deployment): FuzzedOperation {
  const { id, body, examples } = operation
  if (operatorKey !== null || !isWholeTenants(id) || body === null) return operation
  const bodies = () => examples().flatMap((one) => revocable(one) ?? [])
  return { ...operation, body: revocableOf(body), examples: bodies }
}

function revocableOf(reference: Schema): Schema {
  const { properties, ...schema } = schemas.at(reference)
  if (properties === undefined) return reference
  const kept = Object.entries(properties)
    .filter(([name]) => !IRREVOCABLE.test(name))
    .map(([name, member]) => [name, revocableOf(member)] as const)
    .filter(([, { properties: left }]) => left === undefined || Object.keys(left).length > 0)
  return { ...schema, properties: Object.fromEntries(kept) }
}

/** Undefined where nothing is left of an object. */
function revocable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const kept = Object.entries(value)
    .filter(([name]) => !IRREVOCABLE.test(name))
    .map(([name, member]) => [name, revocable(member)] as const)
    .filter(([, member]) => member !== undefined)
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

interface Kept {
  readonly deployment: Deployment
  readonly key: string
  /** Hears what there is before it is changed: whoever kills the kit has to put it back. */
  readonly tell: Print
}

/** Does what changes the whole tenant, and puts back what was there. Throws when that is not as it was afterwards. */
export async function keptAsItWas(
  { id, body: patch }: FuzzedOperation,
  { deployment: { url, operatorKey }, key, tell }: Kept,
  work: () => Promise<void>,
): Promise<void> {
  const reading = readings[id]
  if (reading === undefined || operatorKey !== null) return work()
  const read = await ask(url, key, reading, {})
  if (read.status !== 200) throw new Error(`It was left alone: ${reading} answered ${read.status}.`)
  const names = Object.keys((patch && schemas.at(patch).properties) ?? {})
  const before = revocable(Object.fromEntries(names.map((name) => [name, read.body[name]])))
  tell(`        ${id}: it is ${JSON.stringify(before)}, and is put back afterwards`)
  try {
    await work()
  } finally {
    const { status } = await ask(url, key, id, { body: before })
    if (status !== 200)
      // biome-ignore lint/correctness/noUnsafeFinally: what is not as it was is worse than what failed
      throw new Error(`It could not be put back: ${id} answered ${status}. It was ${JSON.stringify(before)}.`)
  }
}
