import type { Readable } from 'node:stream'
import type { KeyLimits, operations } from '#generated/openapi.gen.ts'
import type { OperationId, Role, routes, SignatureScheme } from '#generated/operations.gen.ts'
import type { TraceContext } from './trace-context.ts'

/** Who asks. */
export interface Caller {
  /** The operator's is no tenant's id, so that nothing of a tenant opens to it. */
  readonly tenantId: string
  /** The API key that all rests on; where a tenant signed the token itself, an id made of its public key and `sub`. */
  readonly keyId: string
  readonly role: Role
  /** How often the key may be used (FR-RL1). */
  readonly limits: KeyLimits
  readonly via: 'key' | 'token' | 'ticket' | SignatureScheme
  /** The tenant's public key (`kid`) that verified the token; null where the platform knows the caller by its own key. */
  readonly signedBy: string | null
}

type Operation<Id extends OperationId> = operations[Id]
type Parameters<Id extends OperationId, Place extends 'query' | 'path'> = Operation<Id>['parameters'] extends {
  [P in Place]?: infer Values
}
  ? Exclude<Values, undefined>
  : never
type Body<Id extends OperationId> =
  Operation<Id> extends { requestBody: { content: infer Content } } ? Content[keyof Content] : undefined
/** Whether nobody needs to say who asks: neither with a key nor by a signature. */
type Public<Id extends OperationId> = (typeof routes)[Id]['roles'] extends null
  ? (typeof routes)[Id]['signedBy'] extends null
    ? true
    : false
  : false

/** A request that fits the contract: validated, coerced, with its defaults filled in. */
export interface OperationRequest<Id extends OperationId> {
  readonly body: Body<Id>
  readonly query: Parameters<Id, 'query'>
  readonly path: Parameters<Id, 'path'>
  /** A header that the operation has, by its name in small letters. */
  readonly header: (name: string) => string | undefined
  /** Null for operations that ask for no key. */
  readonly caller: Public<Id> extends true ? null : Caller
  /** The span of this request; null where it is not traced. What it asks of others goes on in its trace. */
  readonly trace: TraceContext | null
  /** Throws `precondition_failed` unless the client's `If-Match` allows a change of this. Call it where nobody else can change it. */
  readonly ifMatch: (current: object) => void
}

type Answer<Status, Response> = Response extends { content: infer Content }
  ? Content extends { 'application/problem+json': unknown }
    ? never
    : {
        readonly status: Status
        readonly body: Content extends { 'application/json': infer Body } ? Body : string | Buffer | Readable
        readonly headers?: Readonly<Record<string, string>>
      }
  : { readonly status: Status; readonly headers?: Readonly<Record<string, string>> }

/** What a handler may answer: one of the contract's statuses, with the body that belongs to it. Problems are thrown. */
export type OperationResponse<Id extends OperationId> = {
  [Status in keyof Operation<Id>['responses']]: Answer<Status, Operation<Id>['responses'][Status]>
}[keyof Operation<Id>['responses']]

export type OperationHandler<Id extends OperationId, Deps> = (
  request: OperationRequest<Id>,
  deps: Deps,
) => Promise<OperationResponse<Id>>

/** One entry an operation; leaving one out does not compile. */
export type OperationHandlers<Deps> = { readonly [Id in OperationId]: OperationHandler<Id, Deps> }
