import { byId, made } from '../elements.ts'
import { readerKey, server } from '../reader-key.ts'

const EXTERNAL_ID = 'docs-console'

/** An agent to try the console with. The tool is one that the reader carries out. */
const sample = {
  name: 'Docs console',
  externalId: EXTERNAL_ID,
  prompt: 'You are a helpful customer support agent. Keep answers short.',
  firstMessage: 'Hello, this is Invorto. How can I help you?',
  tools: [
    {
      name: 'lookup_order',
      description: 'Where an order is.',
      inputSchema: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
      timeoutMs: 10_000,
    },
  ],
}

/** The tenant's newest agents, for the field to offer. */
export async function offerAgents(): Promise<void> {
  const response = await ask('/v1/agents?limit=50')
  if (!response.ok) return
  const { data } = (await response.json()) as { data: { id: string; name: string; externalId: string | null }[] }
  const options = data.map(({ id, name, externalId }) => made('option', { value: externalId ?? id }, name))
  byId('agents').replaceChildren(...options)
  const field = byId<HTMLInputElement>('agent')
  if (field.value === '' && data[0] !== undefined) field.value = data[0].externalId ?? data[0].id
}

/** Makes the sample agent, or finds it made; says what went wrong. */
export async function makeAgent(): Promise<string> {
  const response = await ask('/v1/agents', { method: 'POST', body: JSON.stringify(sample) })
  if (response.ok || response.status === 409) {
    byId<HTMLInputElement>('agent').value = EXTERNAL_ID
    return response.ok ? `The agent ${EXTERNAL_ID} is made.` : `The agent ${EXTERNAL_ID} is there already.`
  }
  const problem = (await response.json().catch(() => ({}))) as { detail?: string; title?: string }
  return problem.detail ?? problem.title ?? `The server answered ${response.status}.`
}

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Bearer ${readerKey()}`, 'Content-Type': 'application/json' }
  return fetch(new URL(path, server()), { ...init, headers })
}
