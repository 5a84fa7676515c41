import { ask, create, type Deployment, type Keys } from './deployment.ts'

/** Whom the kit asks as, and how it leaves. */
export interface Tenants {
  readonly own: Keys
  /** Null where there is no second tenant. */
  readonly foreign: Keys | null
  /** Takes away the keys that were made; the tenants that were made are suspended. */
  leave(): Promise<void>
}

/** The most that a key may have. */
const limits = { restPerMinute: 60_000, socketsPerSecond: 1_000 }

/** Two new tenants where the operator's key is known, else the tenant of the key. Throws when the key may not make keys. */
export async function tenantsOf({ url, operatorKey }: Deployment, apiKey: string | undefined): Promise<Tenants> {
  if (operatorKey === null) {
    const { keys, leave } = await keysOf(url, apiKey!)
    return { own: keys, foreign: null, leave }
  }
  const [own, foreign] = [await newTenant(url, operatorKey), await newTenant(url, operatorKey)]
  return {
    own: own.keys,
    foreign: foreign.keys,
    leave: async () => void (await Promise.all([own.leave(), foreign.leave()])),
  }
}

async function newTenant(url: string, operatorKey: string) {
  const { id, apiKey } = await create(url, operatorKey, 'createTenant', { name: 'Contract kit' })
  const { keys } = await keysOf(url, apiKey.key)
  const leave = () => ask(url, operatorKey, 'updateTenant', { path: { tenantId: id }, body: { active: false } })
  return { keys, leave }
}

async function keysOf(url: string, key: string): Promise<{ keys: Keys; leave: () => Promise<void> }> {
  const made = await Promise.all(
    (['admin', 'analyst'] as const).map((role) =>
      create(url, key, 'createApiKey', { name: `Contract kit, ${role}`, role, limits }),
    ),
  )
  const [admin, analyst] = made.map((one) => one.key as string)
  return {
    keys: { admin: admin!, analyst: analyst! },
    async leave() {
      const answers = await Promise.all(made.map(({ id }) => ask(url, key, 'deleteApiKey', { path: { keyId: id } })))
      const refused = answers.find(({ status }) => status >= 300)
      if (refused !== undefined) throw new Error(`deleteApiKey answered ${refused.status}`)
    },
  }
}
