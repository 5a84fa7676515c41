import { isObject, type JsonObject, objectAt, optionalObjectAt } from '../../bundle/json.ts'
import { type Message, messageDocument } from '../message-document.ts'
import { type Html, html, paragraphs, slug } from './html.ts'
import { type Examples, exampleBlocks, part, schemaBlock } from './pieces.ts'
import type { Section } from './rest-section.ts'

/** The voice socket: how to connect, what either end sends, and how it closes. */
export function socketSection(document: JsonObject, examples: Examples): Section {
  const { messages, schemas, closeCodes } = messageDocument(document)
  const sent = (direction: Message['direction']) => messages.filter((message) => message.direction === direction)
  const block = (message: Message) =>
    messagePart(slug('message', message.key), message, schemas, examples.get(message.key) ?? [])
  const addresses = Object.values(objectAt(document, 'channels')).filter(isObject)
  return {
    id: 'socket',
    title: 'Realtime voice socket',
    entries: messages.map(({ key, tag }) => ({ id: slug('message', key), title: tag ?? `${key} (binary)` })),
    body: html`${paragraphs(optionalObjectAt(document, 'info').description)}
${addresses.map(({ address, description }) => html`<p class="route"><b class="get">WSS</b> <code>${String(address)}</code></p>${paragraphs(description)}`)}
<h3>What you send</h3>${sent('receive').map(block)}
<h3>What you receive</h3>${sent('send').map(block)}
<h3 id="close-codes">Close codes</h3>
<div class="wide"><table><tbody>${Object.entries(closeCodes).map(
      ([code, names]) => html`<tr><th scope="row">${code}</th><td>${names.map((name) => problemLink(name))}</td></tr>
`,
    )}</tbody></table></div>`,
  }
}

/** The events of a call's log. */
export function eventSection(document: JsonObject, examples: Examples): Section {
  const { messages, schemas } = messageDocument(document)
  const idOf = ({ tag, key }: Message) => slug('event', tag ?? key)
  return {
    id: 'events',
    title: 'Events',
    entries: messages.map((message) => ({ id: idOf(message), title: message.tag ?? message.key })),
    body: html`${paragraphs(optionalObjectAt(document, 'info').description)}
${messages.map((message) => messagePart(idOf(message), message, schemas, examples.get(message.tag ?? '') ?? []))}`,
  }
}

function messagePart(
  id: string,
  { key, tag, schema }: Message,
  schemas: Readonly<Record<string, JsonObject>>,
  examples: Parameters<typeof exampleBlocks>[0],
): Html {
  const description = schemas[schema]?.description
  const fields = tag === null ? html`<p class="meta">Binary frame.</p>` : schemaBlock(schemas[schema], schemas)
  const title = tag === null ? html`${key}` : html`<code>${tag}</code>`
  return part(id, title, description, fields, exampleBlocks(examples))
}

function problemLink(name: string): Html {
  return name === 'normal' ? html`normal end ` : html`<a href="#${slug('problem', name)}"><code>${name}</code></a> `
}
