import { ask, create, type Deployment, type Keys } from './deployment.ts'

/** Whom the kit asks as. */
export interface Tenants {
  readonly own: Keys
  /** Null where there is no second tenant. */
  readonly foreign: Keys | null
}

/** What has to be taken away before the kit leaves, noted as soon as it is there. */
export class Departure {
  readonly #undoings: (() => Promise<void>)[] = []

  note(undo: () => Promise<void>): void {
    this.#undoings.push(undo)
  }

  get isDue(): boolean {
    return this.#undoings.length > 0
  }

  /** Takes all of it away; throws with the first that stays, after the rest was tried. */
  async leave(): Promise<void> {
    const tried = await Promise.allSettled(this.#undoings.splice(0).map((undo) => undo()))
    const failed = tried.find((one) => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }
}

/** The most that a key may have. */
const limits = { restPerMinute: 60_000, socketsPerSecond: 1_000 }

/** Two new tenants where the operator's key is known, else the tenant of the key. Throws when the key may not make keys. */
export async function tenantsOf(
  { url, operatorKey }: Deployment,
  apiKey: string | undefined,
  departure: Departure,
): Promise<Tenants> {
  if (operatorKey === null) return { own: await keysOf(url, apiKey!, departure), foreign: null }
  const own = await newTenant(url, operatorKey, departure)
  return { own, foreign: await newTenant(url, operatorKey, departure) }
}

/** The keys of a tenant that is suspended afterwards, and they with it. */
async function newTenant(url: string, operatorKey: string, departure: Departure): Promise<Keys> {
  const { id, apiKey } = await create(url, operatorKey, 'createTenant', { name: 'Contract kit' })
  departure.note(() => undone(url, operatorKey, 'updateTenant', { path: { tenantId: id }, body: { active: false } }))
  return keysOf(url, apiKey.key, new Departure())
}

async function keysOf(url: string, key: string, departure: Departure): Promise<Keys> {
  const made = async (role: keyof Keys): Promise<string> => {
    const one = await create(url, key, 'createApiKey', { name: `Contract kit, ${role}`, role, limits })
    departure.note(() => undone(url, key, 'deleteApiKey', { path: { keyId: one.id } }))
    return one.key
  }
  return { admin: await made('admin'), analyst: await made('analyst') }
}

async function undone(url: string, key: string, operation: string, asking: Parameters<typeof ask>[3]): Promise<void> {
  const { status } = await ask(url, key, operation, asking)
  if (status >= 300) throw new Error(`${operation} answered ${status}`)
}
