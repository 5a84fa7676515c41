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

interface Agent {
  readonly id: string
  readonly name: string
  readonly externalId: string | null
}

const nameOf = ({ id, externalId }: Agent): string => externalId ?? id

/** The tenant's newest agents, for the field to offer; none where the key may not list them. */
export async function offerAgents(): Promise<readonly Agent[]> {
  const response = await ask('/v1/agents?limit=100')
  if (!response.ok) return []
  const { data } = (await response.json()) as { data: Agent[] }
  byId('agents').replaceChildren(...data.map((agent) => made('option', { value: nameOf(agent) }, agent.name)))
  const field = byId<HTMLInputElement>('agent')
  if (field.value === '' && data[0] !== undefined) field.value = nameOf(data[0])
  return data
}

/** Makes the sample agent, unless it is there; says what went wrong. */
export async function makeAgent(): Promise<string> {
  const known = (await offerAgents()).some(({ externalId }) => externalId === EXTERNAL_ID)
  const response = known ? null : await ask('/v1/agents', { method: 'POST', body: JSON.stringify(sample) })
  if (response === null || response.ok) {
    byId<HTMLInputElement>('agent').value = EXTERNAL_ID
    return `The agent ${EXTERNAL_ID} is ${known ? 'there already' : 'made'}.`
  }
  const problem = (await response.json().catch(() => ({}))) as { detail?: string; title?: string }
  return problem.detail ?? problem.title ?? `The server answered ${response.status}.`
}

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Bearer ${readerKey()}`, 'Content-Type': 'application/json' }
  return fetch(new URL(path, server()), { ...init, headers })
}
