import type { Pool } from 'pg'
import { Bell } from '#runtime/core/bell.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { Store } from '#runtime/ports/store.ts'
import { postgresAgents } from './agents.ts'
import { postgresBilling } from './billing.ts'
import { postgresCalls } from './calls.ts'
import { postgresCosts } from './costs.ts'
import { postgresEvents } from './events.ts'
import { postgresFinishing } from './finishing.ts'
import { postgresIdempotency } from './idempotency.ts'
import { postgresJobs } from './jobs.ts'
import { postgresKeys } from './keys.ts'
import { postgresLiveKit } from './livekit.ts'
import { postgresOwners } from './owners.ts'
import { postgresRates } from './rates.ts'
import { postgresRetention } from './retention.ts'
import { postgresSecrets } from './secrets.ts'
import { postgresSessions } from './sessions.ts'
import { postgresTenants } from './tenants.ts'
import { postgresTickets } from './tickets.ts'
import { postgresTools } from './tools.ts'
import { postgresWebhookDeliveries } from './webhook-deliveries.ts'
import { postgresWebhookEndpoints } from './webhook-endpoints.ts'
import { postgresWebhookWork } from './webhook-work.ts'

/**
 * The store on PostgreSQL 15 to 18 (SRS 6.1), after `migrate`. It owns the pool: `close` ends it. Every query runs as
 * the role `invorto_app` in a transaction of one tenant. What the database throws is thrown as it is; `onError` is told what
 * goes wrong in the background.
 */
export function postgresStore(pool: Pool, clock: Clock, onError: (error: unknown) => void = () => {}): Store {
  const jobs = postgresJobs(pool, onError)
  let closed: Promise<void> | undefined
  const bell = new Bell()
  const posts = (): void => bell.ring()
  return {
    keys: postgresKeys(pool),
    tenants: postgresTenants(pool),
    tickets: postgresTickets(pool),
    agents: postgresAgents(pool),
    tools: postgresTools(pool),
    secrets: postgresSecrets(pool),
    calls: postgresCalls(pool),
    events: postgresEvents(pool, clock, posts),
    sessions: postgresSessions(pool),
    owners: postgresOwners(pool),
    costs: postgresCosts(pool),
    rates: postgresRates(pool),
    finishing: postgresFinishing(pool, jobs),
    billing: postgresBilling(pool, jobs, posts),
    retention: postgresRetention(pool),
    idempotency: postgresIdempotency(pool),
    webhookEndpoints: postgresWebhookEndpoints(pool),
    webhookDeliveries: postgresWebhookDeliveries(pool, posts),
    webhookWork: postgresWebhookWork(pool, bell),
    livekit: postgresLiveKit(pool),
    close() {
      closed ??= jobs.close().then(() => pool.end())
      return closed
    },
  }
}
