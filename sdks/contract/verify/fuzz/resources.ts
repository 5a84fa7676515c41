import { randomBytes } from 'node:crypto'
import type { RealtimeClient } from '../../../browser/realtime-client.ts'
import { until } from '../../until.ts'
import { liveCall, shortCall } from '../calls.ts'
import { type Asking, ask, create, type Deployment, type Keys, type Reply } from '../deployment.ts'
import { Leftovers } from '../leftovers.ts'
import { type LiveKitKeys, liveKitToken } from '../livekit-token.ts'
import { newName } from '../own-names.ts'
import { GRACE_MS, UnderWay } from '../under-way.ts'
import type { Drawn, FuzzedOperation } from './requests.ts'

/** Parameters by name, as they stand in a path, a query or a body. */
export type Names = Readonly<Record<string, string>>

/** What one operation's path and body name, in one tenant. */
export class Resources {
  readonly #deployment: Deployment
  readonly #operation: FuzzedOperation
  readonly #keys: Keys
  readonly #calls: RealtimeClient[] = []
  readonly #leftovers: Leftovers
  readonly #underWay = new UnderWay()
  #count = 0
  #kept: Promise<Names> | null = null
  #project: Promise<LiveKitKeys> | null = null

  constructor(deployment: Deployment, operation: FuzzedOperation, keys: Keys) {
    this.#deployment = deployment
    this.#operation = operation
    this.#keys = keys
    this.#leftovers = new Leftovers(deployment, keys)
  }

  get adminKey(): string {
    return this.#keys.admin
  }

  /** Asks the operation itself, and notes what it has made: whoever closes waits for the answer. */
  send<T extends { readonly status: number }>(work: () => Promise<T>, bodyOf: (answer: T) => unknown): Promise<T> {
    return this.#underWay.begin(async () => {
      const answer = await work()
      this.#leftovers.note(this.#operation.id, answer.status, bodyOf(answer))
      return answer
    })
  }

  /**
   * Asks nothing more, waits for answers that are on their way, ends the calls that go on, and takes away what was made; throws with what
   * stays, or may stay.
   */
  async close(): Promise<void> {
    const unanswered = await this.#underWay.end()
    for (const call of this.#calls.splice(0)) call.close()
    await this.#leftovers.takeAway()
    if (unanswered > 0)
      throw new Error(`${unanswered} had no answer within ${GRACE_MS / 1000} s: what they made may stay.`)
  }

  /** What is shown: a key, or a signature of the body; undefined for none. */
  async authorization({ key }: Pick<Drawn, 'key'>, body: string | Buffer = ''): Promise<string | undefined> {
    const { roles, signed } = this.#operation
    if (signed) {
      this.#project ??= this.#setProject()
      return liveKitToken(body, await this.#project)
    }
    if (roles === null || key === 'none') return undefined
    if (key === 'unknown') return 'Bearer no-key-of-anybody-00000000000000'
    if (key === 'role') return `Bearer ${this.#isOperators ? this.#keys.admin : this.#keys.analyst}`
    return `Bearer ${this.#isOperators ? this.#deployment.operatorKey : this.#keys.admin}`
  }

  get #isOperators(): boolean {
    return this.#operation.roles?.includes('operator') ?? false
  }

  /** Names of what is there. What the operation takes away is made anew each time. */
  names(): Promise<Names> {
    if (this.#operation.method === 'DELETE') return this.#make()
    this.#kept ??= this.#make()
    return this.#kept
  }

  async #make(): Promise<Names> {
    const name = this.#newName()
    const { path, id } = this.#operation
    if (id.startsWith('download')) return this.#download(id)
    if (/Webhook(Endpoint|Secret|Deliver)/.test(id)) return this.#webhooks()
    if (path.includes('{callId}')) return this.#call()
    if (id === 'sendSessionCommand') return this.#liveCall()
    if (path.includes('{sessionId}')) return { sessionId: (await this.#call()).callId! }
    if (path.includes('{keyId}')) return { keyId: (await this.create('createApiKey', { name, role: 'dev' })).id }
    if (path.includes('{tenantId}')) return { tenantId: await this.#tenant(name) }
    if (path.includes('{toolName}') || id === 'validateTool') return this.#tool(name)
    if (path.includes('{secretName}')) {
      await this.ask('putSecret', { path: { secretName: name }, body: { value: 'a secret' } })
      return { secretName: name }
    }
    if (/^(get|remove)LiveKitProject$/.test(id)) await this.#setProject()
    if (/agent/i.test(id) || ['createTicket', 'createToken', 'listCalls'].includes(id)) return this.#agent(name)
    return {}
  }

  async #setProject(): Promise<LiveKitKeys> {
    const project = { apiKey: `API${randomBytes(8).toString('hex')}`, apiSecret: randomBytes(16).toString('hex') }
    await this.ask('setLiveKitProject', { body: { url: 'wss://fuzz.example', ...project } })
    return project
  }

  async #agent(name: string): Promise<Names> {
    const { id } = await this.create('createAgent', { name, prompt: 'Be kind.', externalId: name })
    await this.ask('updateAgent', { path: { agentId: id }, body: { prompt: 'Be very kind.' } })
    return { agentId: this.#count % 2 === 0 ? name : id, version: '1' }
  }

  async #tool(name: string): Promise<Names> {
    const { id } = await this.create('createTool', {
      name,
      url: this.#toolUrl,
      inputSchema: { type: 'object', properties: {} },
    })
    return { toolName: this.#count % 2 === 0 ? id : name, tool: name }
  }

  async #tenant(name: string): Promise<string> {
    const { url, operatorKey } = this.#deployment
    return this.#underWay.begin(async () => {
      const tenant = await create(url, operatorKey!, 'createTenant', { name })
      this.#leftovers.note('createTenant', 201, tenant)
      return tenant.id
    })
  }

  /** An endpoint, and where one is asked for a delivery that is over. */
  async #webhooks(): Promise<Names> {
    const url = this.#toolUrl
    const { id: endpointId } = await this.create('createWebhookEndpoint', { url, eventTypes: ['call.ended'] })
    const since = new Date(Date.now() - 60_000).toISOString()
    const end = new Date(Date.now() + 3_600_000).toISOString()
    const names = { endpointId, url, since, until: end }
    if (this.#operation.id === 'promoteWebhookSecret')
      await this.ask('rotateWebhookSecret', { path: { endpointId }, body: {} })
    if (!this.#operation.path.includes('{deliveryId}')) return names
    const { agentId } = await this.#agent(this.#newName())
    await this.#shortCall(this.#newName(), agentId!)
    const deliveryId = await until('a delivery', async () => {
      const { body } = await this.ask('listWebhookDeliveries', { path: { endpointId }, query: { state: 'delivered' } })
      return body.data[0]?.id as string | undefined
    })
    return { ...names, deliveryId }
  }

  /** A call that is over, with its artifacts. */
  async #call(): Promise<Names> {
    const { agentId } = await this.#agent(this.#newName())
    const callId = this.#newName()
    await this.#shortCall(callId, agentId!)
    await until('the call and its artifacts', async () => {
      const { body } = await this.ask('getCallArtifacts', { path: { callId } })
      return body?.recording && body?.metrics && body?.bundle
    })
    return { callId }
  }

  /** A call that goes on until somebody ends it, or the platform stops. */
  async #liveCall(): Promise<Names> {
    const { agentId } = await this.#agent(this.#newName())
    const sessionId = this.#newName()
    await this.#underWay.begin(async () => {
      this.#calls.push(await liveCall(this.#deployment.url, this.#keys.admin, sessionId, agentId!))
    })
    await until('the call', async () => (await this.ask('getSession', { path: { sessionId } })).body.live === true)
    return { sessionId }
  }

  async #download(id: string): Promise<Names> {
    const { callId } = await this.#call()
    const { body } = await this.ask('getCallArtifacts', { path: { callId: callId! } })
    const links: Record<string, string> = { downloadRecording: body.recording, downloadBundle: body.bundle }
    const url = new URL(links[id] ?? body.metrics)
    const [file, folder] = url.pathname.split('/').reverse()
    return { file: file!, folder: folder!, ...Object.fromEntries(url.searchParams) }
  }

  /** Makes something as the tenant's admin. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by the document
  create(id: string, body: object): Promise<any> {
    return this.#underWay.begin(async () => {
      const made = await create(this.#deployment.url, this.#keys.admin, id, body)
      this.#leftovers.note(id, 201, made)
      return made
    })
  }

  /** As the tenant's admin. */
  ask(id: string, asked: Asking): Promise<Reply> {
    return this.#underWay.begin(async () => {
      const reply = await ask(this.#deployment.url, this.#keys.admin, id, asked)
      this.#leftovers.note(id, reply.status, reply.body)
      return reply
    })
  }

  #shortCall(callId: string, agentId: string): Promise<void> {
    return this.#underWay.begin(() => shortCall(this.#deployment.url, this.#keys.admin, callId, agentId))
  }

  #newName(): string {
    this.#count += 1
    return newName()
  }

  get #toolUrl(): string {
    return this.#deployment.toolUrl ?? 'https://example.com/'
  }
}
