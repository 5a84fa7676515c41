import { afterAll, beforeAll, describe } from 'vitest'
import type { Store } from '#runtime/ports/store.ts'
import { describeAgents } from './conformance/agents.ts'
import { describeBilling } from './conformance/billing.ts'
import { describeCalls } from './conformance/calls.ts'
import { describeCaps } from './conformance/caps.ts'
import { describeCosts } from './conformance/costs.ts'
import { describeEvents } from './conformance/events.ts'
import { describeFinishing } from './conformance/finishing.ts'
import { describeIdempotency } from './conformance/idempotency.ts'
import { describeKeys } from './conformance/keys.ts'
import { describeLiveKit } from './conformance/livekit.ts'
import { describeOwners } from './conformance/owners.ts'
import { describeRates } from './conformance/rates.ts'
import { describeRetention } from './conformance/retention.ts'
import { describeSecrets } from './conformance/secrets.ts'
import { describeSessions } from './conformance/sessions.ts'
import { describeTenants } from './conformance/tenants.ts'
import { describeTools } from './conformance/tools.ts'
import { describeWebhooks } from './conformance/webhooks.ts'

/** What every `Store` does. `make` gives an empty one, once for the whole suite, which closes it. */
export function describeStore(name: string, make: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store
    beforeAll(async () => {
      store = await make()
    })
    afterAll(() => store.close())

    describeKeys(() => store)
    describeAgents(() => store)
    describeTools(() => store)
    describeSecrets(() => store)
    describeCaps(() => store)
    describeCalls(() => store)
    describeEvents(() => store)
    describeSessions(() => store)
    describeOwners(() => store)
    describeLiveKit(() => store)
    describeCosts(() => store)
    describeBilling(() => store)
    describeRates(() => store)
    describeFinishing(() => store)
    describeRetention(() => store)
    describeIdempotency(() => store)
    describeTenants(() => store)
    describeWebhooks(() => store)
  })
}
