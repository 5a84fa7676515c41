import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

type Json = Record<string, unknown>

interface Operation {
  readonly operationId: string
  readonly security?: readonly object[]
  readonly 'x-roles'?: readonly string[]
  readonly parameters?: readonly unknown[]
  readonly requestBody?: { readonly content: Json }
  readonly responses: Readonly<Record<string, Json>>
}

export interface OperationOfPath {
  readonly id: string
  readonly method: string
  /** The template: `/v1/agents/{agentId}`. */
  readonly path: string
  readonly roles: readonly string[] | null
  /** Content types of its body; none when it takes no body. */
  readonly bodyTypes: readonly string[]
  readonly statuses: readonly number[]
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const

function schemaChecker(name: string, document: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  // A CommonJS default export, seen from a module.
  ;(formats as unknown as (ajv: Ajv2020) => void)(ajv)
  ajv.addSchema(document, name)
  return (pointer: string): ValidateFunction => {
    const validate = ajv.getSchema(`${name}#${pointer}`)
    if (validate === undefined) throw new Error(`${name} has nothing at ${pointer}`)
    return validate
  }
}

const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
const pointerTo = (...parts: string[]): string => parts.map((part) => `/${escaped(part)}`).join('')

/** The published OpenAPI document, as a judge of answers. */
export class Contract {
  readonly operations: ReadonlyMap<string, OperationOfPath>
  readonly problemCodes: readonly string[]
  readonly #document: Json
  readonly #schemaAt: (pointer: string) => ValidateFunction

  constructor(document: Json) {
    this.#document = document
    this.#schemaAt = schemaChecker('openapi', document)
    const operations = new Map<string, OperationOfPath>()
    for (const [path, item] of Object.entries(document.paths as Record<string, Json>)) {
      for (const method of METHODS) {
        const operation = item[method] as Operation | undefined
        if (operation) operations.set(operation.operationId, describe(method, path, operation))
      }
    }
    this.operations = operations
    const { ProblemCode } = (document.components as { schemas: { ProblemCode: { enum: string[] } } }).schemas
    this.problemCodes = ProblemCode.enum
  }

  static async of(url: string): Promise<Contract> {
    return new Contract((await (await fetch(`${url}/openapi.json`)).json()) as Json)
  }

  operation(id: string): OperationOfPath {
    const operation = this.operations.get(id)
    if (operation === undefined) throw new Error(`the document has no operation ${id}`)
    return operation
  }

  /** Throws unless the document has this answer to the operation: status, content type, headers and body. */
  judge(id: string, { status, headers, body }: { status: number; headers: Headers; body: unknown }): void {
    const { method, path } = this.operation(id)
    const steps = ['paths', path, method.toLowerCase(), 'responses', String(status)]
    const response = this.#resolve(steps)
    if (response === undefined)
      throw new Error(`${id} has no answer ${status} in the document: ${JSON.stringify(body)}`)
    if (!headers.get('x-request-id')) throw new Error(`${id} answered without X-Request-Id`)
    const content = (response.at as { content?: Record<string, Json> }).content
    if (content === undefined) {
      if (body !== undefined) throw new Error(`${id} ${status} has no body in the document, but one came`)
      return
    }
    const [type] = Object.keys(content)
    const given = (headers.get('content-type') ?? '').split(';', 1)[0]!
    if (type !== '*/*' && given !== type)
      throw new Error(`${id} ${status} is ${type} in the document, but ${given} came`)
    if (!/[/+]json$/.test(type!)) return
    const validate = this.#schemaAt(`${response.pointer}${pointerTo('content', type!, 'schema')}`)
    if (!validate(body)) {
      throw new Error(
        `${id} ${status} breaks the document: ${JSON.stringify(validate.errors)} in ${JSON.stringify(body)}`,
      )
    }
  }

  /** Throws unless it is a problem of the catalogue. */
  judgeProblem(body: unknown): void {
    const validate = this.#schemaAt('/components/schemas/Problem')
    if (!validate(body))
      throw new Error(`no problem document: ${JSON.stringify(validate.errors)} ${JSON.stringify(body)}`)
  }

  #resolve(steps: string[]): { at: Json; pointer: string } | undefined {
    const at = steps.reduce<unknown>((node, step) => (node as Json | undefined)?.[step], this.#document)
    if (at === undefined) return undefined
    const reference = (at as { $ref?: string }).$ref
    if (reference === undefined) return { at: at as Json, pointer: pointerTo(...steps) }
    return this.#resolve(reference.slice('#/'.length).split('/'))
  }
}

function describe(method: string, path: string, operation: Operation): OperationOfPath {
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    roles: operation.security?.every((scheme) => !('apiKey' in scheme)) ? null : (operation['x-roles'] ?? []),
    bodyTypes: Object.keys(operation.requestBody?.content ?? {}),
    statuses: Object.keys(operation.responses).map(Number),
  }
}

/** The published AsyncAPI document, as a judge of the server's messages. */
export class MessageContract {
  /** `t` to the schema's name, of what the server sends. */
  readonly serverKinds: ReadonlyMap<string, string>
  readonly #schemaAt: (pointer: string) => ValidateFunction

  constructor(document: Json) {
    this.#schemaAt = schemaChecker('realtime', document)
    const { operations, components } = document as unknown as {
      operations: Record<string, { action: string; messages: { $ref: string }[] }>
      components: { messages: Record<string, { name: string; payload: { $ref: string }; 'x-ws-frame'?: string }> }
    }
    const sent = Object.values(operations).flatMap((operation) =>
      operation.action === 'send' ? operation.messages : [],
    )
    const kinds = sent.map(({ $ref }) => components.messages[lastPart($ref)]!)
    this.serverKinds = new Map(
      kinds
        .filter((kind) => kind['x-ws-frame'] !== 'binary')
        .map(({ name, payload }) => [name, lastPart(payload.$ref)]),
    )
  }

  static async of(url: string): Promise<MessageContract> {
    return new MessageContract((await (await fetch(`${url}/asyncapi/realtime.json`)).json()) as Json)
  }

  /** Throws unless the server may send this. */
  judge(message: { t: string }): void {
    const schema = this.serverKinds.get(message.t)
    if (schema === undefined) throw new Error(`the server sent "${message.t}", which the document does not have`)
    const validate = this.#schemaAt(pointerTo('components', 'schemas', schema))
    const fits: boolean = validate(message)
    if (!fits) throw new Error(`"${schema}" breaks the document: ${JSON.stringify(validate.errors)}`)
  }
}

const lastPart = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1)
