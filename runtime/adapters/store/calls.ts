import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Call, CallDirection, CallStatus, EndReason } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type { CallFilter, CallStore } from '#runtime/ports/store.ts'
import { ownerRow } from './owners.ts'
import { storedId } from './stored-id.ts'
import { instant, instantOrNull } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { askTenant, build, prepared } from './tenant-transaction.ts'
import { orRefused } from './violations.ts'

const taken = { calls_external_id_key: 'external_id_taken' } as const

/** The tenants' calls (SRS 6.1). What happens to a call is written with its log (`events.ts`). */
export function postgresCalls(pool: Pool): CallStore {
  return {
    create: (tenantId, call, owner) => {
      const tenantUuid = storedId('tenant', tenantId)
      const row = { ...rowFrom(call), tenant_id: tenantUuid }
      const insert = owner
        ? build
            .with('created', (db) => db.insertInto('calls').values(row))
            .insertInto('call_owners')
            .values(ownerRow(row.id, tenantUuid, owner))
        : build.insertInto('calls').values(row)
      return orRefused(
        taken,
        askTenant(pool, tenantId, insert).then(() => 'created' as const),
      )
    },

    async get(tenantId, call) {
      const uuid = uuidFromId('call', call)
      const [row] = await askTenant(pool, tenantId, uuid ? byId(uuid) : byExternalId(storedText(call)))
      return row ? callFrom(row) : null
    },

    list: async (tenantId, filter) => (await askTenant(pool, tenantId, filtered(filter))).map(callFrom),
  }
}

const byId = prepared(() => build.selectFrom('calls').selectAll().where('id', '=', ''))
const byExternalId = prepared(() => build.selectFrom('calls').selectAll().where('external_id', '=', ''))

function filtered({ limit, before, agentId, status, startedAfter, startedBefore }: CallFilter) {
  let calls = build.selectFrom('calls').selectAll().orderBy('id', 'desc').limit(limit)
  if (before !== undefined) calls = calls.where('id', '<', storedId('call', before))
  if (agentId !== undefined) calls = calls.where('agent_id', '=', storedId('agent', agentId))
  if (status !== undefined) calls = calls.where('status', '=', status)
  if (startedAfter !== undefined) calls = calls.where('created_at', '>=', new Date(startedAfter))
  if (startedBefore !== undefined) calls = calls.where('created_at', '<', new Date(startedBefore))
  return calls
}

function rowFrom(call: Call) {
  return {
    id: storedId('call', call.id),
    agent_id: storedId('agent', call.agentId),
    agent_version: call.agentVersion,
    agent_config: storedJson(call.agentConfigAtCallStart),
    external_id: call.externalId,
    direction: call.direction,
    status: call.status,
    end_reason: call.endReason,
    created_at: call.createdAt,
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    duration_sec: call.durationSec,
    metadata: storedJson(call.metadata ?? {}),
  }
}

function callFrom(row: Selectable<Tables['calls']>): Call {
  return {
    id: idFromUuid('call', row.id),
    externalId: row.external_id,
    agentId: idFromUuid('agent', row.agent_id),
    agentVersion: row.agent_version,
    agentConfigAtCallStart: row.agent_config as Call['agentConfigAtCallStart'],
    direction: row.direction as CallDirection,
    status: row.status as CallStatus,
    endReason: row.end_reason as EndReason | null,
    createdAt: instant(row.created_at),
    answeredAt: instantOrNull(row.answered_at),
    endedAt: instantOrNull(row.ended_at),
    durationSec: row.duration_sec === null ? null : Number(row.duration_sec),
    metadata: row.metadata as NonNullable<Call['metadata']>,
  }
}
