import { type AnyWebhookPayload, checkWebhook, type WebhookType } from '#generated/webhooks.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { ContractChecks } from '#runtime/core/contract-checks.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { noLinks, type SummaryLinks } from '#runtime/domain/projections/webhooks/agent-summary.ts'
import { readingsFor, webhookPayload } from '#runtime/domain/projections/webhooks/payload.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { Store } from '#runtime/ports/store.ts'
import type { EventPlace } from '#runtime/ports/webhooks.ts'
import { artifactKeys } from '#runtime/sessions/artifacts/call-artifacts.ts'
import { opened, readLogOf } from '#runtime/sessions/log/call-reader.ts'

export interface WebhookPayloadsPorts {
  readonly store: Store
  readonly blobs: Blobs
  readonly sealer: Sealer
  readonly checks: ContractChecks
}

/** How long a link in a webhook opens (FR-CP3). */
const LINK_TTL_MS: Millis = 24 * 3_600_000

type Told = EventPlace & { readonly type: WebhookType }

/** Makes payloads from the logs that they tell of, when they are needed: none is stored (FR-W2). */
export class WebhookPayloads {
  readonly #ports: WebhookPayloadsPorts

  constructor(ports: WebhookPayloadsPorts) {
    this.#ports = ports
  }

  /** One for each, in their order; null where its words were erased. Throws one that breaks the contract, where that is not let through. */
  async of(tenantId: string, deliveries: readonly Told[]): Promise<(AnyWebhookPayload | null)[]> {
    const { store, sealer } = this.#ports
    const events = await store.webhookWork.told(tenantId, deliveries)
    const payloads: (AnyWebhookPayload | null)[] = []
    for (const [index, delivery] of deliveries.entries()) {
      const stored = events[index] ?? null
      payloads.push(stored && (await this.#payload(tenantId, delivery, opened(sealer, stored))))
    }
    return payloads
  }

  async #payload(tenantId: string, { sessionId, type }: Told, told: LoggedEvent): Promise<AnyWebhookPayload | null> {
    const log: LoggedEvent[] = []
    for (const { types, limit } of readingsFor(type)) {
      log.push(...(await readLogOf(this.#ports, tenantId, sessionId, types, limit)))
    }
    const summary = type === 'agent.summary'
    const call = summary ? await this.#ports.store.calls.get(tenantId, sessionId) : null
    const links = summary ? await this.#links(sessionId) : noLinks
    const payload = webhookPayload({ tenantId, type, told, log, call, links })
    const { checks } = this.#ports
    if (payload !== null && checks.due()) {
      const violation = checkWebhook(payload)
      if (violation) checks.broken('webhook', type, violation)
    }
    return payload
  }

  async #links(callId: string): Promise<SummaryLinks> {
    const { bundle: bundleZip, ...others } = artifactKeys(callId)
    const links = Object.entries({ ...others, bundleZip }).map(async ([kind, key]) => [
      kind,
      await this.#ports.blobs.signedUrl(key, LINK_TTL_MS),
    ])
    return { ...noLinks, ...Object.fromEntries(await Promise.all(links)) }
  }
}
