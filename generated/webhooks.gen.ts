// Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
import type {
  CallStartedPayload,
  AsrFinalPayload,
  AgentToolCallPayload,
  CallEndedPayload,
  AgentSummaryPayload,
  BillingUsageUpdatedPayload,
  QaFlagsPayload,
} from './openapi.gen.ts'
import * as validators from './validators/webhooks.mjs'
import { check, type Validator, type Violation } from './violation.gen.ts'

/** The payload of each type. */
export interface WebhookPayloads {
  readonly 'call.started': CallStartedPayload
  readonly 'asr.final': AsrFinalPayload
  readonly 'agent.tool_call': AgentToolCallPayload
  readonly 'call.ended': CallEndedPayload
  readonly 'agent.summary': AgentSummaryPayload
  readonly 'billing.usage.updated': BillingUsageUpdatedPayload
  readonly 'qa.flags': QaFlagsPayload
}

export type WebhookType = keyof WebhookPayloads

export type AnyWebhookPayload = WebhookPayloads[WebhookType]

export interface WebhookEvent {
  readonly schemaVersion: string
  /** Where the JSON Schema of the payload is published. */
  readonly schemaPath: string
  readonly summary: string
}

/** The types that an endpoint can subscribe to. */
export const webhookEvents = {
  'call.started': { schemaVersion: 'call.started.v1.4', schemaPath: '/schemas/call.started.v1.4.json', summary: 'A call began' },
  'asr.final': { schemaVersion: 'asr.final.v1.4', schemaPath: '/schemas/asr.final.v1.4.json', summary: 'The caller said something' },
  'agent.tool_call': { schemaVersion: 'agent.tool_call.v1.4', schemaPath: '/schemas/agent.tool_call.v1.4.json', summary: 'The agent used a tool' },
  'call.ended': { schemaVersion: 'call.ended.v1.4', schemaPath: '/schemas/call.ended.v1.4.json', summary: 'A call is over' },
  'agent.summary': { schemaVersion: 'agent.summary.v1.4', schemaPath: '/schemas/agent.summary.v1.4.json', summary: 'What a call came to' },
  'billing.usage.updated': { schemaVersion: 'billing.usage.updated.v1.4', schemaPath: '/schemas/billing.usage.updated.v1.4.json', summary: 'Usage and cost of the period' },
  'qa.flags': { schemaVersion: 'qa.flags.v1.4', schemaPath: '/schemas/qa.flags.v1.4.json', summary: 'A call wants to be looked at' },
} as const satisfies Record<WebhookType, WebhookEvent>

export type PayloadSchemaFile = `${(typeof webhookEvents)[WebhookType]['schemaVersion']}.json`

const webhookValidators: Readonly<Record<WebhookType, Validator>> = {
  'call.started': validators.CallStartedPayload,
  'asr.final': validators.AsrFinalPayload,
  'agent.tool_call': validators.AgentToolCallPayload,
  'call.ended': validators.CallEndedPayload,
  'agent.summary': validators.AgentSummaryPayload,
  'billing.usage.updated': validators.BillingUsageUpdatedPayload,
  'qa.flags': validators.QaFlagsPayload,
}

/** What is wrong with a payload, or null when it fits the contract. */
export function checkWebhook(payload: AnyWebhookPayload): Violation | null {
  if (!Object.hasOwn(webhookValidators, payload.type)) {
    return { pointer: '/type', message: 'is no type of webhook', keyword: 'enum' }
  }
  return check(webhookValidators[payload.type], payload)
}
