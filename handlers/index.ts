import { createAgent } from './agents/create-agent.ts'
import { deleteAgent } from './agents/delete-agent.ts'
import { getAgent } from './agents/get-agent.ts'
import { getAgentVersion } from './agents/get-agent-version.ts'
import { listAgentVersions } from './agents/list-agent-versions.ts'
import { listAgents } from './agents/list-agents.ts'
import { publishAgent } from './agents/publish-agent.ts'
import { rollbackAgent } from './agents/rollback-agent.ts'
import { updateAgent } from './agents/update-agent.ts'
import { validateAgent } from './agents/validate-agent.ts'
import { createApiKey } from './auth/create-api-key.ts'
import { createTicket } from './auth/create-ticket.ts'
import { createToken } from './auth/create-token.ts'
import { deleteApiKey } from './auth/delete-api-key.ts'
import { getApiKey } from './auth/get-api-key.ts'
import { getSigningKeys } from './auth/get-signing-keys.ts'
import { listApiKeys } from './auth/list-api-keys.ts'
import { updateApiKey } from './auth/update-api-key.ts'
import { downloadArtifact } from './calls/download-artifact.ts'
import { downloadBundle } from './calls/download-bundle.ts'
import { downloadRecording } from './calls/download-recording.ts'
import { getCall } from './calls/get-call.ts'
import { getCallArtifacts } from './calls/get-call-artifacts.ts'
import { getCallTimeline } from './calls/get-call-timeline.ts'
import { listCalls } from './calls/list-calls.ts'
import type { Handlers } from './handler.ts'
import { getLiveKitProject } from './livekit/get-live-kit-project.ts'
import { receiveLiveKitEvent } from './livekit/receive-live-kit-event.ts'
import { removeLiveKitProject } from './livekit/remove-live-kit-project.ts'
import { setLiveKitProject } from './livekit/set-live-kit-project.ts'
import { getMetrics } from './metrics/get-metrics.ts'
import { getDocs } from './platform/get-docs.ts'
import { getDocsFile } from './platform/get-docs-file.ts'
import { getEventsDocument } from './platform/get-events-document.ts'
import { getFrontPage } from './platform/get-front-page.ts'
import { getHealth } from './platform/get-health.ts'
import { getLlmsText } from './platform/get-llms-text.ts'
import { getOpenApiDocument } from './platform/get-open-api-document.ts'
import { getPayloadSchema } from './platform/get-payload-schema.ts'
import { getProblemType } from './platform/get-problem-type.ts'
import { getReadiness } from './platform/get-readiness.ts'
import { getRealtimeDocument } from './platform/get-realtime-document.ts'
import { scrapeMetrics } from './platform/scrape-metrics.ts'
import { getCapturePolicy } from './policies/get-capture-policy.ts'
import { updateCapturePolicy } from './policies/update-capture-policy.ts'
import { createRate } from './rates/create-rate.ts'
import { listRates } from './rates/list-rates.ts'
import { deleteSecret } from './secrets/delete-secret.ts'
import { listSecrets } from './secrets/list-secrets.ts'
import { putSecret } from './secrets/put-secret.ts'
import { getSession } from './sessions/get-session.ts'
import { listSessionEvents } from './sessions/list-session-events.ts'
import { listSessions } from './sessions/list-sessions.ts'
import { sendSessionCommand } from './sessions/send-session-command.ts'
import { streamSessionEvents } from './sessions/stream-session-events.ts'
import { createTenant } from './tenants/create-tenant.ts'
import { getTenant } from './tenants/get-tenant.ts'
import { getTenantSettings } from './tenants/get-tenant-settings.ts'
import { listTenants } from './tenants/list-tenants.ts'
import { updateTenant } from './tenants/update-tenant.ts'
import { updateTenantSettings } from './tenants/update-tenant-settings.ts'
import { createTool } from './tools/create-tool.ts'
import { deleteTool } from './tools/delete-tool.ts'
import { getTool } from './tools/get-tool.ts'
import { invokeTool } from './tools/invoke-tool.ts'
import { listTools } from './tools/list-tools.ts'
import { updateTool } from './tools/update-tool.ts'
import { validateTool } from './tools/validate-tool.ts'
import { createWebhookEndpoint } from './webhook-endpoints/create-webhook-endpoint.ts'
import { deleteWebhookEndpoint } from './webhook-endpoints/delete-webhook-endpoint.ts'
import { getWebhookDelivery } from './webhook-endpoints/get-webhook-delivery.ts'
import { getWebhookEndpoint } from './webhook-endpoints/get-webhook-endpoint.ts'
import { listWebhookDeliveries } from './webhook-endpoints/list-webhook-deliveries.ts'
import { listWebhookEndpoints } from './webhook-endpoints/list-webhook-endpoints.ts'
import { promoteWebhookSecret } from './webhook-endpoints/promote-webhook-secret.ts'
import { recoverWebhookDeliveries } from './webhook-endpoints/recover-webhook-deliveries.ts'
import { replayWebhookDelivery } from './webhook-endpoints/replay-webhook-delivery.ts'
import { rotateWebhookSecret } from './webhook-endpoints/rotate-webhook-secret.ts'
import { testWebhookEndpoint } from './webhook-endpoints/test-webhook-endpoint.ts'
import { updateWebhookEndpoint } from './webhook-endpoints/update-webhook-endpoint.ts'

export const handlers: Handlers = {
  createToken,
  createTicket,
  getSigningKeys,
  createApiKey,
  listApiKeys,
  getApiKey,
  updateApiKey,
  deleteApiKey,
  createTenant,
  listTenants,
  getTenant,
  updateTenant,
  getTenantSettings,
  getCapturePolicy,
  updateTenantSettings,
  updateCapturePolicy,
  createAgent,
  listAgents,
  getAgent,
  updateAgent,
  deleteAgent,
  validateAgent,
  listAgentVersions,
  getAgentVersion,
  publishAgent,
  rollbackAgent,
  createTool,
  listTools,
  getTool,
  updateTool,
  deleteTool,
  validateTool,
  invokeTool,
  listSecrets,
  putSecret,
  deleteSecret,
  listCalls,
  getCall,
  getCallTimeline,
  getCallArtifacts,
  downloadArtifact,
  getLiveKitProject,
  setLiveKitProject,
  removeLiveKitProject,
  receiveLiveKitEvent,
  listSessions,
  getSession,
  listSessionEvents,
  streamSessionEvents,
  sendSessionCommand,
  listRates,
  createRate,
  getMetrics,
  downloadBundle,
  downloadRecording,
  listWebhookEndpoints,
  createWebhookEndpoint,
  getWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
  promoteWebhookSecret,
  testWebhookEndpoint,
  listWebhookDeliveries,
  getWebhookDelivery,
  replayWebhookDelivery,
  recoverWebhookDeliveries,
  getHealth,
  getReadiness,
  scrapeMetrics,
  getOpenApiDocument,
  getRealtimeDocument,
  getEventsDocument,
  getDocs,
  getDocsFile,
  getLlmsText,
  getFrontPage,
  getPayloadSchema,
  getProblemType,
}
