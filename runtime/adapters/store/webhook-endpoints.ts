import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { WebhookEndpoint } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type { KeptEndpoint, WebhookEndpointStore } from '#runtime/ports/webhooks.ts'
import { storedId } from './stored-id.ts'
import { instant, instantOrNull } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { askTenant, build, inTenant } from './tenant-transaction.ts'
import { full, orRefused } from './violations.ts'

type Row = Selectable<Tables['webhook_endpoints']>

/** Where tenants want events posted (FR-W1). */
export function postgresWebhookEndpoints(pool: Pool): WebhookEndpointStore {
  return {
    create: (tenantId, endpoint, most) => {
      const ids = { id: storedId('webhookEndpoint', endpoint.id), tenant_id: storedId('tenant', tenantId) }
      const row = { ...ids, ...changeable(endpoint), created_at: endpoint.createdAt }
      const created = askTenant(pool, tenantId, build.insertInto('webhook_endpoints').values(row), { most })
      return orRefused(
        full,
        created.then(() => 'created' as const),
      )
    },

    async get(tenantId, endpointId) {
      const uuid = uuidFromId('webhookEndpoint', endpointId)
      const [row] = uuid === null ? [] : await askTenant(pool, tenantId, one(uuid))
      return row ? endpointFrom(row) : null
    },

    async withIds(tenantId, endpointIds) {
      if (endpointIds.length === 0) return []
      const uuids = endpointIds.map((id) => storedId('webhookEndpoint', id))
      const query = build.selectFrom('webhook_endpoints').selectAll().where('id', 'in', uuids)
      return (await askTenant(pool, tenantId, query)).map(endpointFrom)
    },

    async list(tenantId, { limit, before, state }) {
      let page = build.selectFrom('webhook_endpoints').selectAll().orderBy('id', 'desc').limit(limit)
      if (before !== undefined) page = page.where('id', '<', storedId('webhookEndpoint', before))
      if (state !== undefined) page = page.where('state', '=', state)
      return (await askTenant(pool, tenantId, page)).map(endpointFrom)
    },

    update: (tenantId, endpointId, change) => {
      const uuid = uuidFromId('webhookEndpoint', endpointId)
      if (uuid === null) return Promise.resolve(null)
      return inTenant(pool, tenantId, async (run) => {
        const [row] = await run(one(uuid).forUpdate())
        if (!row) return null
        const next = changeable(change(endpointFrom(row)))
        const changed = build.updateTable('webhook_endpoints').set(next).where('id', '=', uuid).returningAll()
        return endpointFrom((await run(changed))[0]!)
      })
    },

    remove: (tenantId, endpointId, check) => {
      const uuid = uuidFromId('webhookEndpoint', endpointId)
      if (uuid === null) return Promise.resolve(false)
      return inTenant(pool, tenantId, async (run) => {
        const [row] = await run(one(uuid).forUpdate())
        if (row) check?.(endpointFrom(row))
        if (row) await run(build.deleteFrom('webhook_endpoints').where('id', '=', uuid))
        return row !== undefined
      })
    },
  }
}

const one = (uuid: string) => build.selectFrom('webhook_endpoints').selectAll().where('id', '=', uuid)

function changeable({ secrets, ...endpoint }: KeptEndpoint) {
  return {
    url: storedText(endpoint.url),
    event_types: endpoint.eventTypes === null ? null : storedJson(endpoint.eventTypes),
    description: endpoint.description === null ? null : storedText(endpoint.description),
    state: endpoint.state,
    state_since: endpoint.stateSince,
    consecutive_failures: endpoint.consecutiveFailures,
    last_success_at: endpoint.lastSuccessAt,
    sealed: secrets.current,
    next_sealed: secrets.next?.secret ?? null,
    rotated_at: secrets.next?.startedAt ?? null,
    grace_ends_at: secrets.next?.graceEndsAt ?? null,
  }
}

const endpointFrom = (row: Row): KeptEndpoint => ({
  id: idFromUuid('webhookEndpoint', row.id),
  url: row.url,
  eventTypes: row.event_types as WebhookEndpoint['eventTypes'],
  description: row.description,
  state: row.state as WebhookEndpoint['state'],
  stateSince: instant(row.state_since),
  consecutiveFailures: row.consecutive_failures,
  lastSuccessAt: instantOrNull(row.last_success_at),
  createdAt: instant(row.created_at),
  secrets: {
    current: row.sealed,
    next: row.next_sealed && {
      secret: row.next_sealed,
      startedAt: instant(row.rotated_at!),
      graceEndsAt: instant(row.grace_ends_at!),
    },
  },
})
