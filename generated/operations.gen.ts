// Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.

export type Role = 'admin' | 'dev' | 'analyst' | 'operator'

export type OperationId =
  | 'createApiKey'
  | 'listApiKeys'
  | 'getApiKey'
  | 'updateApiKey'
  | 'deleteApiKey'
  | 'createTenant'
  | 'listTenants'
  | 'getTenant'
  | 'updateTenant'
  | 'getTenantSettings'
  | 'updateTenantSettings'
  | 'createAgent'
  | 'listAgents'
  | 'validateAgent'
  | 'getAgent'
  | 'updateAgent'
  | 'deleteAgent'
  | 'listAgentVersions'
  | 'getAgentVersion'
  | 'publishAgent'
  | 'rollbackAgent'
  | 'createTool'
  | 'listTools'
  | 'validateTool'
  | 'getTool'
  | 'updateTool'
  | 'deleteTool'
  | 'invokeTool'
  | 'listSecrets'
  | 'putSecret'
  | 'deleteSecret'
  | 'listCalls'
  | 'getCall'
  | 'getCallTimeline'
  | 'getCallArtifacts'
  | 'listRates'
  | 'createRate'
  | 'getMetrics'
  | 'downloadArtifact'
  | 'getHealth'
  | 'getReadiness'
  | 'getOpenApiDocument'
  | 'getRealtimeDocument'
  | 'getEventsDocument'
  | 'getFrontPage'
  | 'getDocs'
  | 'getProblemType'

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE'
  /** Path template of OpenAPI: `/v1/agents/{agentId}`. */
  readonly path: string
  /** Who may call it; null where no key is asked for. */
  readonly roles: readonly Role[] | null
  /** Content types of the request body; none when there is no body. */
  readonly bodyTypes: readonly string[]
  readonly bodyRequired: boolean
  /** Each status that is no problem document, with the content type of its body; null when it has none. */
  readonly success: Readonly<Record<number, string | null>>
  /** Statuses that are answered with a problem document. */
  readonly problems: readonly number[]
}

export const routes = {
  createApiKey: {
    method: 'POST',
    path: '/v1/api-keys',
    roles: ['admin'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 201: 'application/json' },
    problems: [400, 401, 403, 409, 413, 415, 500],
  },
  listApiKeys: {
    method: 'GET',
    path: '/v1/api-keys',
    roles: ['admin'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  getApiKey: {
    method: 'GET',
    path: '/v1/api-keys/{keyId}',
    roles: ['admin'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  updateApiKey: {
    method: 'PATCH',
    path: '/v1/api-keys/{keyId}',
    roles: ['admin'],
    bodyTypes: ['application/merge-patch+json', 'application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 409, 413, 415, 500],
  },
  deleteApiKey: {
    method: 'DELETE',
    path: '/v1/api-keys/{keyId}',
    roles: ['admin'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 204: null },
    problems: [400, 401, 403, 404, 409, 413, 415, 500],
  },
  createTenant: {
    method: 'POST',
    path: '/v1/tenants',
    roles: ['operator'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 201: 'application/json' },
    problems: [400, 401, 403, 413, 415, 500],
  },
  listTenants: {
    method: 'GET',
    path: '/v1/tenants',
    roles: ['operator'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  getTenant: {
    method: 'GET',
    path: '/v1/tenants/{tenantId}',
    roles: ['operator'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  updateTenant: {
    method: 'PATCH',
    path: '/v1/tenants/{tenantId}',
    roles: ['operator'],
    bodyTypes: ['application/merge-patch+json', 'application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 413, 415, 500],
  },
  getTenantSettings: {
    method: 'GET',
    path: '/v1/tenant/settings',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  updateTenantSettings: {
    method: 'PATCH',
    path: '/v1/tenant/settings',
    roles: ['admin'],
    bodyTypes: ['application/merge-patch+json', 'application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 413, 415, 500],
  },
  createAgent: {
    method: 'POST',
    path: '/v1/agents',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 201: 'application/json' },
    problems: [400, 401, 403, 409, 413, 415, 500],
  },
  listAgents: {
    method: 'GET',
    path: '/v1/agents',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  validateAgent: {
    method: 'POST',
    path: '/v1/agents/validate',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 413, 415, 500],
  },
  getAgent: {
    method: 'GET',
    path: '/v1/agents/{agentId}',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  updateAgent: {
    method: 'PATCH',
    path: '/v1/agents/{agentId}',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/merge-patch+json', 'application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 409, 413, 415, 500],
  },
  deleteAgent: {
    method: 'DELETE',
    path: '/v1/agents/{agentId}',
    roles: ['admin', 'dev'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 204: null },
    problems: [400, 401, 403, 404, 413, 415, 500],
  },
  listAgentVersions: {
    method: 'GET',
    path: '/v1/agents/{agentId}/versions',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  getAgentVersion: {
    method: 'GET',
    path: '/v1/agents/{agentId}/versions/{version}',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  publishAgent: {
    method: 'POST',
    path: '/v1/agents/{agentId}/publish',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 413, 415, 500],
  },
  rollbackAgent: {
    method: 'POST',
    path: '/v1/agents/{agentId}/rollback',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 413, 415, 500],
  },
  createTool: {
    method: 'POST',
    path: '/v1/tools',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 201: 'application/json' },
    problems: [400, 401, 403, 409, 413, 415, 500],
  },
  listTools: {
    method: 'GET',
    path: '/v1/tools',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  validateTool: {
    method: 'POST',
    path: '/v1/tools/validate',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 413, 415, 500],
  },
  getTool: {
    method: 'GET',
    path: '/v1/tools/{toolName}',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  updateTool: {
    method: 'PATCH',
    path: '/v1/tools/{toolName}',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/merge-patch+json', 'application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 409, 413, 415, 500],
  },
  deleteTool: {
    method: 'DELETE',
    path: '/v1/tools/{toolName}',
    roles: ['admin', 'dev'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 204: null },
    problems: [400, 401, 403, 404, 413, 415, 500],
  },
  invokeTool: {
    method: 'POST',
    path: '/v1/tools/{toolName}/invoke',
    roles: ['admin', 'dev'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 409, 413, 415, 500],
  },
  listSecrets: {
    method: 'GET',
    path: '/v1/secrets',
    roles: ['admin', 'dev'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  putSecret: {
    method: 'PUT',
    path: '/v1/secrets/{secretName}',
    roles: ['admin'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 409, 413, 415, 500],
  },
  deleteSecret: {
    method: 'DELETE',
    path: '/v1/secrets/{secretName}',
    roles: ['admin'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 204: null },
    problems: [400, 401, 403, 404, 413, 415, 500],
  },
  listCalls: {
    method: 'GET',
    path: '/v1/calls',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  getCall: {
    method: 'GET',
    path: '/v1/calls/{callId}',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  getCallTimeline: {
    method: 'GET',
    path: '/v1/calls/{callId}/timeline',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  getCallArtifacts: {
    method: 'GET',
    path: '/v1/calls/{callId}/artifacts',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 404, 500],
  },
  listRates: {
    method: 'GET',
    path: '/v1/rates',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  createRate: {
    method: 'POST',
    path: '/v1/rates',
    roles: ['admin'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 201: 'application/json' },
    problems: [400, 401, 403, 413, 415, 500],
  },
  getMetrics: {
    method: 'GET',
    path: '/v1/metrics',
    roles: ['admin', 'dev', 'analyst'],
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 401, 403, 500],
  },
  downloadArtifact: {
    method: 'GET',
    path: '/v1/artifacts/{folder}/{file}',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/x-ndjson' },
    problems: [400, 403, 404, 500],
  },
  getHealth: {
    method: 'GET',
    path: '/healthz',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [500],
  },
  getReadiness: {
    method: 'GET',
    path: '/readyz',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json', 503: 'application/json' },
    problems: [500],
  },
  getOpenApiDocument: {
    method: 'GET',
    path: '/openapi.json',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [500],
  },
  getRealtimeDocument: {
    method: 'GET',
    path: '/asyncapi/realtime.json',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [500],
  },
  getEventsDocument: {
    method: 'GET',
    path: '/asyncapi/events.json',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [500],
  },
  getFrontPage: {
    method: 'GET',
    path: '/',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'text/html' },
    problems: [500],
  },
  getDocs: {
    method: 'GET',
    path: '/docs',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'text/html' },
    problems: [500],
  },
  getProblemType: {
    method: 'GET',
    path: '/problems/{code}',
    roles: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [400, 404, 500],
  },
} as const satisfies Record<OperationId, Route>
