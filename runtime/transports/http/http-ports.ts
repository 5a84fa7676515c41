import type { SignatureScheme } from '#generated/operations.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { ContractChecks } from '#runtime/core/contract-checks.ts'
import type { Ids } from '#runtime/core/ids.ts'
import type { Caller } from '#runtime/core/operation.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import type { Traces } from '#runtime/ports/traces.ts'
import type { Authenticate } from '#runtime/transports/authenticate.ts'
import type { ClientAddress } from '#runtime/transports/client-address.ts'
import type { Gate } from '#runtime/transports/gate.ts'
import type { AllowsOrigin } from './cross-origin.ts'
import type { Idempotency } from './idempotency.ts'

/** A request that somebody else signed: the bytes as they came. */
export interface SignedRequest {
  readonly authorization: string | undefined
  readonly body: Buffer
  /** Who sends it, as far as it is known. */
  readonly address: string
}

/** Who signed the request; throws `invalid_api_key`, or `quota_exceeded`. */
export type AdmitSigned = (request: SignedRequest) => Promise<Caller>

export interface HttpPorts {
  readonly authenticate: Authenticate
  readonly gate: Gate
  /** Who signed a request, by the scheme of its operation. */
  readonly signers: Readonly<Record<SignatureScheme, AdmitSigned>>
  readonly clientAddress: ClientAddress
  readonly idempotency: Idempotency
  readonly ids: Ids
  /** Whether a page of this web origin may ask for the tenant. */
  readonly allowsOrigin: AllowsOrigin
  readonly clock: Clock
  /** The bundled OpenAPI document. */
  readonly document: object
  readonly checks: ContractChecks
  readonly metrics: MetricRecorder
  /** Absent where requests are not traced. */
  readonly traces?: Traces | undefined
  readonly random: RandomBytes
  /** What broke, for the log; the client is told nothing of it. */
  readonly onFault: (error: unknown, request: { id: string; method: string; route: string }) => void
}
