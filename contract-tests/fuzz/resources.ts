import { randomBytes } from 'node:crypto'
import { addKey, operatorKey } from '../database.ts'
import { type Project, signed as signature } from '../livekit-server.ts'
import type { Answer, Asked } from '../rest.ts'
import { shortCall } from '../short-call.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'
import type { Drawn, FuzzedOperation } from './requests.ts'

/** Parameters by name, as they stand in a path, a query or a body. */
export type Names = Readonly<Record<string, string>>

/** Limits that nobody reaches, so that answers have the headers of one. */
const limits = { restPerMinute: 60_000, socketsPerSecond: null }

/** One tenant for one operation, so that what the fuzzer changes is nobody else's, with what the operation's path names. */
export class Resources {
  readonly #stage: Stage
  readonly #operation: FuzzedOperation
  readonly #toolUrl: string
  readonly #keys: { readonly admin: string; readonly analyst: string }
  #count = 0
  #kept: Promise<Names> | null = null
  #project: Promise<Project> | null = null

  private constructor(
    stage: Stage,
    operation: FuzzedOperation,
    toolUrl: string,
    keys: { admin: string; analyst: string },
  ) {
    this.#stage = stage
    this.#operation = operation
    this.#toolUrl = toolUrl
    this.#keys = keys
  }

  static async of(stage: Stage, operation: FuzzedOperation, toolUrl: string): Promise<Resources> {
    const admin = await addKey(stage.database, 'admin', undefined, limits)
    const analyst = await addKey(stage.database, 'analyst', admin.tenant, limits)
    return new Resources(stage, operation, toolUrl, { admin: admin.key, analyst: analyst.key })
  }

  get adminKey(): string {
    return this.#keys.admin
  }

  /** What is shown: a key, or a signature of the body; undefined for none. */
  async authorization({ key }: Pick<Drawn, 'key'>, body: string | Buffer = ''): Promise<string | undefined> {
    const { roles, signed } = this.#operation
    if (signed) {
      this.#project ??= this.#setProject()
      return signature(body, await this.#project)
    }
    if (roles === null || key === 'none') return undefined
    if (key === 'unknown') return 'Bearer no-key-of-anybody-00000000000000'
    if (key === 'role') return `Bearer ${roles.includes('operator') ? this.#keys.admin : this.#keys.analyst}`
    return `Bearer ${roles.includes('operator') ? operatorKey : this.#keys.admin}`
  }

  /** Names of what is there. What the operation takes away is made anew each time. */
  names(): Promise<Names> {
    if (this.#operation.method === 'DELETE') return this.#make()
    this.#kept ??= this.#make()
    return this.#kept
  }

  async #make(): Promise<Names> {
    const name = `fuzz_${++this.#count}`
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

  async #setProject(): Promise<Project> {
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
    const { body } = await this.#stage.rest.as(operatorKey).call('createTenant', { body: { name } })
    return body.tenant?.id ?? body.id
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
    const { agentId } = await this.#agent(`fuzz_${++this.#count}`)
    await shortCall(this.#stage, `hooked-${this.#count}`, agentId!, this.#keys.admin)
    const deliveryId = await until('a delivery', async () => {
      const { body } = await this.ask('listWebhookDeliveries', { path: { endpointId }, query: { state: 'delivered' } })
      return body.data[0]?.id as string | undefined
    })
    return { ...names, deliveryId }
  }

  /** A call that is over, with its artifacts. */
  async #call(): Promise<Names> {
    const { agentId } = await this.#agent(`fuzz_${++this.#count}`)
    const callId = `call-${this.#count}`
    await shortCall(this.#stage, callId, agentId!, this.#keys.admin)
    await until('the call and its artifacts', async () => {
      const { body } = await this.ask('getCallArtifacts', { path: { callId } })
      return body?.recording && body?.metrics
    })
    return { callId }
  }

  /** A call that goes on until somebody ends it, or the platform stops. */
  async #liveCall(): Promise<Names> {
    const { agentId } = await this.#agent(`fuzz_${++this.#count}`)
    const sessionId = `call-${this.#count}`
    const line = this.#stage.dial(`/v1/realtime/${sessionId}?agentId=${agentId}`, { key: this.#keys.admin })
    await line.got('connected')
    line.send({ t: 'start' })
    await until('the call', async () => (await this.ask('getSession', { path: { sessionId } })).body.live === true)
    return { sessionId }
  }

  async #download(id: string): Promise<Names> {
    const { callId } = await this.#call()
    const { body } = await this.ask('getCallArtifacts', { path: { callId: callId! } })
    const url = new URL(id === 'downloadRecording' ? body.recording : body.metrics)
    const [file, folder] = url.pathname.split('/').reverse()
    return { file: file!, folder: folder!, ...Object.fromEntries(url.searchParams) }
  }

  /** Makes something as the tenant's admin. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by the document
  async create(id: string, body: object): Promise<any> {
    const answer = await this.ask(id, { body })
    if (answer.status !== 201) throw new Error(`${id} for ${this.#operation.id}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** As the tenant's admin. */
  ask(id: string, asked: Asked): Promise<Answer> {
    return this.#stage.rest.as(this.#keys.admin).call(id, asked)
  }
}
