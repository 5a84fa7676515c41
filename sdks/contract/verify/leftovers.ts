import { type Asking, ask, type Deployment, type Keys } from './deployment.ts'
import { isOwnName } from './own-names.ts'

/** What an operation answered that made something. */
type Made = Readonly<Record<string, string>>

interface Undoing {
  readonly operation: string
  readonly asking: (made: Made) => Asking
}

/** What takes away what was made; who uses something goes before it. What is missing here cannot be taken away. */
const undoings: Readonly<Record<string, Undoing>> = {
  createAgent: { operation: 'deleteAgent', asking: ({ id }) => ({ path: { agentId: id! } }) },
  createTool: { operation: 'deleteTool', asking: ({ id }) => ({ path: { toolName: id! } }) },
  putSecret: { operation: 'deleteSecret', asking: ({ name }) => ({ path: { secretName: name! } }) },
  createWebhookEndpoint: { operation: 'deleteWebhookEndpoint', asking: ({ id }) => ({ path: { endpointId: id! } }) },
  createApiKey: { operation: 'deleteApiKey', asking: ({ id }) => ({ path: { keyId: id! } }) },
  setLiveKitProject: { operation: 'removeLiveKitProject', asking: () => ({}) },
  createTenant: {
    operation: 'updateTenant',
    asking: ({ id }) => ({ path: { tenantId: id! }, body: { active: false } }),
  },
}
const order = Object.keys(undoings)
const AT_ONCE = 8

/** What was made in one tenant and is there still. */
export class Leftovers {
  readonly #deployment: Deployment
  readonly #keys: Keys
  readonly #made: { readonly operation: string; readonly body: Made }[] = []

  constructor(deployment: Deployment, keys: Keys) {
    this.#deployment = deployment
    this.#keys = keys
  }

  /** Notes what an operation has answered. */
  note(operation: string, status: number, body: unknown): void {
    if (status >= 300 || !(operation in undoings) || typeof body !== 'object' || body === null) return
    const made = body as Made
    // What is put under a name may have been there before.
    if (operation === 'putSecret' && !isOwnName(made.name ?? '')) return
    this.#made.push({ operation, body: made })
  }

  /** Takes all of it away; throws with what stays. What is gone already is gone. */
  async takeAway(): Promise<void> {
    const left = this.#made.splice(0)
    const stays: string[] = []
    for (const kind of order) {
      const rest = left.filter(({ operation }) => operation === kind)
      const take = async (): Promise<void> => {
        for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
          const fault = await this.#undo(one.operation, one.body).catch((error: Error) => error.message)
          if (fault !== null) stays.push(fault)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, take))
    }
    if (stays.length > 0)
      throw new Error(`${stays.length} of what was made could not be taken away: ${stays.slice(0, 3).join('; ')}`)
  }

  /** What was said instead, or null. */
  async #undo(made: string, body: Made): Promise<string | null> {
    const { url, operatorKey } = this.#deployment
    const { operation, asking } = undoings[made]!
    const key = made === 'createTenant' ? operatorKey! : this.#keys.admin
    const { status } = await ask(url, key, operation, asking(body))
    return status < 300 || status === 404 ? null : `${operation} answered ${status}`
  }
}
