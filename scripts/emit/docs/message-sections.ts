import { isDeepStrictEqual } from 'node:util'
import { isObject, type JsonObject, objectAt, optionalObjectAt, stringsOf } from '../../bundle/json.ts'
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

/** The events of a call's log; what every event has is shown once. */
export function eventSection(document: JsonObject, examples: Examples): Section {
  const { messages, schemas, discriminator } = messageDocument(document)
  const envelope = objectAt(schemas, 'Envelope')
  const own = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, withoutEnvelope(schema, envelope, discriminator)]),
  )
  const idOf = ({ tag, key }: Message) => slug('event', tag ?? key)
  const envelopeId = slug('event', 'envelope')
  return {
    id: 'events',
    title: 'Events',
    entries: [
      { id: envelopeId, title: 'Envelope' },
      ...messages.map((message) => ({ id: idOf(message), title: message.tag ?? message.key })),
    ],
    body: html`${paragraphs(optionalObjectAt(document, 'info').description)}
${part(envelopeId, html`Envelope`, envelope.description, schemaBlock(envelope, schemas))}
${messages.map((message) => messagePart(idOf(message), message, own, examples.get(message.tag ?? '') ?? []))}`,
  }
}

/** An event's schema without the fields that are the envelope's, and without its name, which is the title. */
function withoutEnvelope(schema: JsonObject, envelope: JsonObject, discriminator: string): JsonObject {
  const properties = optionalObjectAt(schema, 'properties')
  if (properties[discriminator] === undefined) return schema
  const common = optionalObjectAt(envelope, 'properties')
  const required = (name: string, of: JsonObject) => stringsOf(of.required).includes(name)
  const isCommon = (name: string) =>
    name === discriminator ||
    (isDeepStrictEqual(common[name], properties[name]) && (required(name, envelope) || !required(name, schema)))
  return { ...schema, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !isCommon(name))) }
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
