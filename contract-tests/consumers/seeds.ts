import type { Names, Resources } from '#sdks/contract/verify/fuzz/resources.ts'
import { sql } from '../database.ts'
import { finished, shortCall } from '../short-call.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'

interface Place {
  readonly stage: Stage
  readonly tenant: Resources
  /** What the operation's path and body name. */
  readonly names: Names
}

type Seed = (place: Place) => Promise<unknown>

const tool: Seed = ({ tenant }) =>
  tenant.create('createTool', {
    ...{ name: 'get_order_status', url: 'https://127.0.0.1/orders' },
    inputSchema: { type: 'object', properties: {} },
  })

/** What an operation's example speaks of besides what its path and body name. */
export const seeds: Readonly<Record<string, Seed>> = {
  createAgent: tool,
  listTools: tool,
  listSecrets: ({ tenant }) => {
    const body = { value: 'example-crm-key', hosts: ['api.example.com'] }
    return tenant.ask('putSecret', { path: { secretName: 'crm_api' }, body })
  },
  createTicket: ({ tenant }) =>
    tenant.ask('updateTenantSettings', { body: { security: { allowedOrigins: ['https://app.acme.example'] } } }),
  listCalls: ({ stage, tenant, names: { agentId } }) => shortCall(stage, 'call-1', agentId!, tenant.adminKey),
  listWebhookDeliveries: async ({ stage, tenant, names: { endpointId } }) => {
    const { id } = await tenant.create('createAgent', { name: 'Desk', prompt: 'Be kind.' })
    await shortCall(stage, 'call-1', id, tenant.adminKey)
    await until('a delivery', async () => {
      const { body } = await tenant.ask('listWebhookDeliveries', { path: { endpointId: endpointId! } })
      return body.data[0]?.lastAttempt
    })
  },
  // No two tenants have one key of LiveKit, and the pact before this one has set it.
  setLiveKitProject: ({ stage }) => sql(stage.database, 'delete from livekit_projects'),
  streamSessionEvents: ({ stage, names: { sessionId } }) => finished(stage, sessionId!),
}
