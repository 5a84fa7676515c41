import type { LabelValue } from '#generated/metrics.gen.ts'
import type { ContractDocument, ReadinessCheck } from '#generated/openapi.gen.ts'
import type { OperationId } from '#generated/operations.gen.ts'
import type { PayloadSchemaFile } from '#generated/webhooks.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { ContractChecks } from '#runtime/core/contract-checks.ts'
import type { CursorSigner } from '#runtime/core/cursor-signer.ts'
import type { Ids } from '#runtime/core/ids.ts'
import type { Caller, OperationHandler, OperationHandlers } from '#runtime/core/operation.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { Egress } from '#runtime/ports/egress.ts'
import type { Metrics } from '#runtime/ports/metrics.ts'
import type { Schemas } from '#runtime/ports/schemas.ts'
import type { Store } from '#runtime/ports/store.ts'
import type { PublicKeys, Tokens } from '#runtime/ports/tokens.ts'
import type { HttpTools } from '#runtime/sessions/answers/http-tools.ts'
import type { CommandRouter } from '#runtime/sessions/calls/command-router.ts'
import type { RoomEvents } from '#runtime/sessions/livekit/room-events.ts'
import type { WebhookPayloads } from '#runtime/sessions/webhooks/webhook-payloads.ts'
import type { WebhookSender } from '#runtime/sessions/webhooks/webhook-sender.ts'
import type { Caps } from './caps.ts'

/** The documents that the platform publishes. */
export interface Documents {
  readonly openapi: ContractDocument
  readonly realtime: ContractDocument
  readonly events: ContractDocument
  /** JSON Schemas of webhooks as text, by file name: `<schemaVersion>.json`. */
  readonly payloadSchemas: Readonly<Record<PayloadSchemaFile, string>>
  /** The docs site: file to content; empty where it was not built. */
  readonly docs: ReadonlyMap<string, Buffer>
  readonly version: string
}

/** What an operation may ask for; `app/wire.ts` gives it. */
export interface Deps {
  readonly store: Store
  readonly blobs: Blobs
  readonly bus: Bus
  readonly sealer: Sealer
  /** The way to addresses that tenants name. */
  readonly egress: Egress
  readonly cursors: CursorSigner
  readonly schemas: Schemas
  readonly httpTools: Pick<HttpTools, 'run'>
  /** Takes what LiveKit servers tell. */
  readonly roomEvents: Pick<RoomEvents, 'take'>
  readonly clock: Clock
  readonly ids: Ids
  readonly random: RandomBytes
  readonly tokens: Pick<Tokens, 'sign' | 'ownKeys'>
  readonly publicKeys: PublicKeys
  /** Whether a page of this web origin may ask for the tenant. */
  readonly allowsOrigin: (origin: string, tenantId: string) => Promise<boolean>
  /** Whether `REALTIME_WS_SECRET` is set, so that a socket can be signed. */
  readonly signsSockets: boolean
  readonly caps: Caps
  readonly webhooks: {
    readonly payloads: Pick<WebhookPayloads, 'of'>
    readonly sender: Pick<WebhookSender, 'send'>
    /** The secret of the tenant's new endpoints; undefined where each has one of its own. */
    readonly defaultSecret: (tenantId: string) => string | undefined
  }
  /** Takes a place for an answer that goes on; throws where there is none. */
  readonly streams: { enter(caller: Caller): { readonly signal: AbortSignal; leave(): void } }
  /** Carries a command to the call's owner. */
  readonly commands: Pick<CommandRouter, 'send'>
  /** Something broke that the client is not told in detail. */
  readonly onFault: (error: unknown) => void
  /** Keys the hashes of keys and tickets. */
  readonly pepper: string
  readonly documents: Documents
  /** Whether the signature of an artifact's link is right and not too old. */
  readonly linkHolds: (key: string, expiresSec: number, signature: string) => boolean
  /** How much of what went out broke the contract. */
  readonly checks: Pick<ContractChecks, 'violations'>
  /** Each part that a call needs, and whether it works. */
  readonly readiness: () => Promise<(ReadinessCheck & { readonly name: LabelValue<'part'> })[]>
  readonly metrics: Pick<Metrics, 'scrape'>
}

export type Handler<Id extends OperationId> = OperationHandler<Id, Deps>
export type Handlers = OperationHandlers<Deps>
