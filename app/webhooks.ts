import type { Config } from '#generated/config.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import { ConfigError } from '#runtime/core/config.ts'
import type { Metrics } from '#runtime/ports/metrics.ts'
import { WebhookPayloads, type WebhookPayloadsPorts } from '#runtime/sessions/webhooks/webhook-payloads.ts'
import { WebhookSender, type WebhookSenderPorts } from '#runtime/sessions/webhooks/webhook-sender.ts'
import { WebhookDispatcher } from '#runtime/transports/webhooks/dispatcher.ts'
import { defaultTenant } from './database.ts'

/** As `WebhookSecret` of the contract: 24 to 64 bytes. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/
const KEPT_MS: Millis = 30 * 86_400_000
const SWEEP_MS: Millis = 10 * 60_000
const SWEPT_AT_ONCE = 1_000
const LAST_SWEEP_MS: Millis = 2_000

type Ports = WebhookPayloadsPorts &
  Omit<WebhookSenderPorts, 'timeoutMs'> & {
    readonly metrics: Pick<Metrics, 'onScrape'>
    readonly onFault: (error: unknown) => void
  }

/** What posts webhooks, and what operations need of it. */
export function openWebhooks(
  config: Config,
  ports: Ports,
  started: (stop: () => Promise<void>) => void,
): Deps['webhooks'] {
  const { WEBHOOK_SECRET: secret, WEBHOOK_RETRIES: retries, WEBHOOK_RETRY_MS: firstMs } = config
  if (secret !== undefined && !SECRET.test(secret))
    throw new ConfigError('WEBHOOK_SECRET must be whsec_ and the base64 of 24 to 64 bytes.')
  const { store } = ports
  const payloads = new WebhookPayloads(ports)
  const sender = new WebhookSender({ ...ports, timeoutMs: config.WEBHOOK_TIMEOUT_MS })
  const dispatcher = new WebhookDispatcher({
    ...{ ...ports, work: store.webhookWork, endpoints: store.webhookEndpoints, payloads, sender },
    ...{ retries: { retries, firstMs }, share: Math.random },
  })
  dispatcher.start()
  started(() => dispatcher.stop())
  started(sweeping(ports))
  ports.metrics.onScrape(async (to) => {
    const { due, oldestMs } = await store.webhookWork.waiting()
    to.set('invorto_queue_depth', { queue: 'webhooks' }, due)
    to.set('invorto_queue_oldest_ms', { queue: 'webhooks' }, oldestMs)
  })
  // One secret for all would let one tenant make events of another.
  return { payloads, sender, defaultSecret: (tenantId) => (tenantId === defaultTenant ? secret : undefined) }
}

/** Removes what is kept no longer, now and then; gives what stops it. */
function sweeping({ store, clock, onFault }: Ports & { clock: Clock }): () => Promise<void> {
  const stopped = new AbortController()
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        const before = new Date(clock.now() - KEPT_MS).toISOString()
        while ((await store.webhookWork.sweep(before, SWEPT_AT_ONCE)) >= SWEPT_AT_ONCE && !stopped.signal.aborted);
      } catch (error) {
        onFault(error)
      }
      await clock.sleep(SWEEP_MS, stopped.signal).catch(() => {})
    }
  }
  const over = run()
  return async () => {
    stopped.abort()
    await within(clock, LAST_SWEEP_MS, over)
  }
}
