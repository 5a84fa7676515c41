// Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
import type { OperationId } from './operations.gen.ts'
import * as coercing from './validators/rest-coercing.mjs'
import * as strict from './validators/rest-strict.mjs'
import type { Validator } from './violation.gen.ts'

export type ParameterPlace = 'query' | 'path' | 'header'

const requestBodies: Readonly<Record<OperationId, Readonly<Record<string, Validator>>>> = {
  createToken: { 'application/json': strict.TokenCreate },
  createTicket: { 'application/json': strict.TicketCreate },
  getSigningKeys: {},
  createApiKey: { 'application/json': strict.ApiKeyCreate },
  listApiKeys: {},
  getApiKey: {},
  updateApiKey: { 'application/merge-patch+json': strict.ApiKeyPatch, 'application/json': strict.ApiKeyPatch },
  deleteApiKey: {},
  createTenant: { 'application/json': strict.TenantCreate },
  listTenants: {},
  getTenant: {},
  updateTenant: { 'application/merge-patch+json': strict.TenantPatch, 'application/json': strict.TenantPatch },
  getTenantSettings: {},
  updateTenantSettings: { 'application/merge-patch+json': strict.TenantSettingsPatch, 'application/json': strict.TenantSettingsPatch },
  createAgent: { 'application/json': strict.AgentCreate },
  listAgents: {},
  validateAgent: { 'application/json': strict.AgentDraft },
  getAgent: {},
  updateAgent: { 'application/merge-patch+json': strict.AgentPatch, 'application/json': strict.AgentPatch },
  deleteAgent: {},
  listAgentVersions: {},
  getAgentVersion: {},
  publishAgent: { 'application/json': strict.AgentPublish },
  rollbackAgent: { 'application/json': strict.AgentRollback },
  createTool: { 'application/json': strict.ToolCreate },
  listTools: {},
  validateTool: { 'application/json': strict.ToolTrial },
  getTool: {},
  updateTool: { 'application/merge-patch+json': strict.ToolPatch, 'application/json': strict.ToolPatch },
  deleteTool: {},
  invokeTool: { 'application/json': strict.ToolInvocation },
  listSecrets: {},
  putSecret: { 'application/json': strict.SecretValue },
  deleteSecret: {},
  listCalls: {},
  getCall: {},
  getCallTimeline: {},
  getCallArtifacts: {},
  listRates: {},
  createRate: { 'application/json': strict.RateCreate },
  getMetrics: {},
  downloadRecording: {},
  downloadArtifact: {},
  getHealth: {},
  getReadiness: {},
  getOpenApiDocument: {},
  getRealtimeDocument: {},
  getEventsDocument: {},
  getPayloadSchema: {},
  getFrontPage: {},
  getDocs: {},
  getProblemType: {},
}

const responseBodies: Readonly<Record<OperationId, Readonly<Record<string, Validator>>>> = {
  createToken: { 201: strict.Token, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  createTicket: { 201: strict.Ticket, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getSigningKeys: { 200: strict.SigningKeys, 500: strict.Problem },
  createApiKey: { 201: strict.CreatedApiKey, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  listApiKeys: { 200: strict.ApiKeyPage, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getApiKey: { 200: strict.ApiKey, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  updateApiKey: { 200: strict.ApiKey, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  deleteApiKey: { 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  createTenant: { 201: strict.CreatedTenant, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  listTenants: { 200: strict.TenantPage, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getTenant: { 200: strict.Tenant, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  updateTenant: { 200: strict.Tenant, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getTenantSettings: { 200: strict.TenantSettings, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  updateTenantSettings: { 200: strict.TenantSettings, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  createAgent: { 201: strict.Agent, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  listAgents: { 200: strict.AgentPage, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  validateAgent: { 200: strict.AgentValidation, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getAgent: { 200: strict.Agent, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  updateAgent: { 200: strict.Agent, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  deleteAgent: { 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  listAgentVersions: { 200: strict.AgentVersionPage, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getAgentVersion: { 200: strict.AgentVersion, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  publishAgent: { 200: strict.Agent, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  rollbackAgent: { 200: strict.Agent, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  createTool: { 201: strict.Tool, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  listTools: { 200: strict.ToolPage, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  validateTool: { 200: strict.ToolVerdict, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getTool: { 200: strict.Tool, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  updateTool: { 200: strict.Tool, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  deleteTool: { 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 412: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  invokeTool: { 200: strict.ToolOutcome, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  listSecrets: { 200: strict.SecretList, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  putSecret: { 200: strict.Secret, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  deleteSecret: { 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  listCalls: { 200: strict.CallPage, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getCall: { 200: strict.CallDetails, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getCallTimeline: { 200: strict.Timeline, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getCallArtifacts: { 200: strict.Artifacts, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 404: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  listRates: { 200: strict.RatePage, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  createRate: { 201: strict.Rate, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 409: strict.Problem, 413: strict.Problem, 415: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  getMetrics: { 200: strict.Metrics, 400: strict.Problem, 401: strict.Problem, 403: strict.Problem, 429: strict.Problem, 500: strict.Problem },
  downloadRecording: { 400: strict.Problem, 403: strict.Problem, 404: strict.Problem, 500: strict.Problem },
  downloadArtifact: { 400: strict.Problem, 403: strict.Problem, 404: strict.Problem, 500: strict.Problem },
  getHealth: { 200: strict.Health, 500: strict.Problem },
  getReadiness: { 200: strict.Readiness, 500: strict.Problem, 503: strict.Readiness },
  getOpenApiDocument: { 200: strict.ContractDocument, 500: strict.Problem },
  getRealtimeDocument: { 200: strict.ContractDocument, 500: strict.Problem },
  getEventsDocument: { 200: strict.ContractDocument, 500: strict.Problem },
  getPayloadSchema: { 200: strict.PayloadSchema, 400: strict.Problem, 500: strict.Problem },
  getFrontPage: { 500: strict.Problem },
  getDocs: { 500: strict.Problem },
  getProblemType: { 200: strict.ProblemType, 400: strict.Problem, 404: strict.Problem, 500: strict.Problem },
}

const parameterValidators: Readonly<Record<OperationId, Readonly<Record<string, Validator>>>> = {
  createToken: { query: coercing.createToken_query, header: coercing.createToken_header },
  createTicket: { query: coercing.createTicket_query, header: coercing.createTicket_header },
  getSigningKeys: {},
  createApiKey: { query: coercing.createApiKey_query, header: coercing.createApiKey_header },
  listApiKeys: { query: coercing.listApiKeys_query },
  getApiKey: { query: coercing.getApiKey_query, path: coercing.getApiKey_path, header: coercing.getApiKey_header },
  updateApiKey: { query: coercing.updateApiKey_query, path: coercing.updateApiKey_path, header: coercing.updateApiKey_header },
  deleteApiKey: { query: coercing.deleteApiKey_query, path: coercing.deleteApiKey_path, header: coercing.deleteApiKey_header },
  createTenant: { query: coercing.createTenant_query },
  listTenants: { query: coercing.listTenants_query },
  getTenant: { query: coercing.getTenant_query, path: coercing.getTenant_path, header: coercing.getTenant_header },
  updateTenant: { query: coercing.updateTenant_query, path: coercing.updateTenant_path, header: coercing.updateTenant_header },
  getTenantSettings: { query: coercing.getTenantSettings_query, header: coercing.getTenantSettings_header },
  updateTenantSettings: { query: coercing.updateTenantSettings_query, header: coercing.updateTenantSettings_header },
  createAgent: { query: coercing.createAgent_query, header: coercing.createAgent_header },
  listAgents: { query: coercing.listAgents_query },
  validateAgent: { query: coercing.validateAgent_query, header: coercing.validateAgent_header },
  getAgent: { query: coercing.getAgent_query, path: coercing.getAgent_path, header: coercing.getAgent_header },
  updateAgent: { query: coercing.updateAgent_query, path: coercing.updateAgent_path, header: coercing.updateAgent_header },
  deleteAgent: { query: coercing.deleteAgent_query, path: coercing.deleteAgent_path, header: coercing.deleteAgent_header },
  listAgentVersions: { query: coercing.listAgentVersions_query, path: coercing.listAgentVersions_path },
  getAgentVersion: { query: coercing.getAgentVersion_query, path: coercing.getAgentVersion_path, header: coercing.getAgentVersion_header },
  publishAgent: { query: coercing.publishAgent_query, path: coercing.publishAgent_path, header: coercing.publishAgent_header },
  rollbackAgent: { query: coercing.rollbackAgent_query, path: coercing.rollbackAgent_path, header: coercing.rollbackAgent_header },
  createTool: { query: coercing.createTool_query, header: coercing.createTool_header },
  listTools: { query: coercing.listTools_query },
  validateTool: { query: coercing.validateTool_query, header: coercing.validateTool_header },
  getTool: { query: coercing.getTool_query, path: coercing.getTool_path, header: coercing.getTool_header },
  updateTool: { query: coercing.updateTool_query, path: coercing.updateTool_path, header: coercing.updateTool_header },
  deleteTool: { query: coercing.deleteTool_query, path: coercing.deleteTool_path, header: coercing.deleteTool_header },
  invokeTool: { query: coercing.invokeTool_query, path: coercing.invokeTool_path, header: coercing.invokeTool_header },
  listSecrets: { query: coercing.listSecrets_query },
  putSecret: { query: coercing.putSecret_query, path: coercing.putSecret_path },
  deleteSecret: { query: coercing.deleteSecret_query, path: coercing.deleteSecret_path },
  listCalls: { query: coercing.listCalls_query },
  getCall: { query: coercing.getCall_query, path: coercing.getCall_path, header: coercing.getCall_header },
  getCallTimeline: { query: coercing.getCallTimeline_query, path: coercing.getCallTimeline_path },
  getCallArtifacts: { query: coercing.getCallArtifacts_query, path: coercing.getCallArtifacts_path },
  listRates: { query: coercing.listRates_query },
  createRate: { query: coercing.createRate_query, header: coercing.createRate_header },
  getMetrics: { query: coercing.getMetrics_query },
  downloadRecording: { query: coercing.downloadRecording_query, path: coercing.downloadRecording_path },
  downloadArtifact: { query: coercing.downloadArtifact_query, path: coercing.downloadArtifact_path },
  getHealth: {},
  getReadiness: {},
  getOpenApiDocument: {},
  getRealtimeDocument: {},
  getEventsDocument: {},
  getPayloadSchema: { query: coercing.getPayloadSchema_query, path: coercing.getPayloadSchema_path },
  getFrontPage: {},
  getDocs: {},
  getProblemType: { query: coercing.getProblemType_query, path: coercing.getProblemType_path, header: coercing.getProblemType_header },
}

/** Checks a request body; undefined where the operation takes no JSON of this content type. Nothing is coerced. */
export function requestBody(operationId: OperationId, contentType: string): Validator | undefined {
  return own(requestBodies[operationId], contentType)
}

/** Checks a response body, a problem document too; undefined where this status has no JSON body. */
export function responseBody(operationId: OperationId, status: number): Validator | undefined {
  return own(responseBodies[operationId], String(status))
}

/**
 * Checks the parameters of one place and changes them: texts become numbers and booleans, defaults are filled in.
 * Undefined where the operation takes none there. Header names are in lower case.
 */
export function parameters(operationId: OperationId, place: ParameterPlace): Validator | undefined {
  return own(parameterValidators[operationId], place)
}

function own(validators: Readonly<Record<string, Validator>>, key: string): Validator | undefined {
  return Object.hasOwn(validators, key) ? validators[key] : undefined
}
