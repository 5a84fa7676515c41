import { isDeepStrictEqual } from 'node:util'
import { type JsonObject, objectAt, optionalObjectAt, stringsOf } from '#scripts/bundle/json.ts'
import { type Message, messageDocument, piiMarks } from '#scripts/emit/message-document.ts'
import type { Page } from '../page.ts'
import { jsonBlock } from '../pieces/code-block.ts'
import { type Html, html, paragraphs, prose, slug } from '../pieces/html.ts'
import { markdownHtml } from '../pieces/markdown.ts'
import { schemaList } from '../pieces/schema-list.ts'
import { fieldsOf } from '../pieces/schema-tree.ts'
import type { Sources } from '../sources.ts'
import { listed } from './operation-markdown.ts'

export const eventAnchor = (type: string): string => slug('event', type)

/** The events of a call's log; what every event has is shown once. */
export function eventsPage({ documents, examples, names, eventMatrix }: Sources): Page {
  const document = messageDocument(documents.events)
  const { messages, schemas, discriminator } = document
  const envelope = objectAt(schemas as JsonObject, 'Envelope')
  const own = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, withoutEnvelope(schema, envelope, discriminator)]),
  )
  const info = optionalObjectAt(documents.events, 'info')
  const matrix = eventMatrix as JsonObject
  const seen = objectAt(matrix, 'seen')
  const origin = (type: string): { component: string; stories: readonly string[] } => ({
    component: String(optionalObjectAt(objectAt(names as JsonObject, 'events'), type).component),
    stories: stringsOf(seen[type]),
  })
  const block = (message: Message): Html => {
    const type = message.tag ?? message.key
    const marks = piiMarks(document, schemas[message.schema])
    const { component, stories } = origin(type)
    return html`<section class="operation" id="${eventAnchor(type)}">
<div class="words"><h2><a href="#${eventAnchor(type)}"><code>${type}</code></a></h2>
<p class="quiet">${prose(message.summary)}${marks.length === 0 ? ' No personal data.' : html` <span class="pii">personal data: ${marks.join(', ')}</span>`}</p>
<p class="quiet">Emitted by <code>${component}</code>. Seen in ${stories.map((story, index) => html`${index === 0 ? '' : ', '}<code>${story}</code>`)}.</p>
${paragraphs(schemas[message.schema]?.description)}
${schemaList(own[message.schema], own, eventAnchor(type))}</div>
<div class="samples">${(examples.get(type) ?? []).map(({ title, content }) => jsonBlock(content, `Example: ${title}`))}</div>
</section>
`
  }
  const planned = Object.entries(objectAt(matrix, 'planned')).map(([what, types]) => [what, stringsOf(types)] as const)
  return {
    file: 'events.html',
    group: 'Catalogues',
    title: 'Events',
    summary: 'The OBS-00 events of a call, as its log and its timeline hold them.',
    body: html`${markdownHtml(String(info.description ?? ''))}
<section id="envelope"><h2><a href="#envelope">What every event has</a></h2>${paragraphs(envelope.description)}${schemaList(envelope, schemas, 'envelope')}</section>
${messages.map(block)}
<section id="planned"><h2><a href="#planned">Planned</a></h2><p>Events of what the platform does not do yet; drafts, which may change.</p>
<ul>${planned.map(([what, types]) => html`<li>${what}: ${types.map((type, index) => html`${index === 0 ? '' : ', '}<code>${type}</code>`)}</li>`)}</ul></section>`,
    entries: [
      { id: 'envelope', title: 'What every event has', kind: 'section' },
      { id: 'planned', title: 'Planned', kind: 'section' },
      ...messages.map(({ tag, key, summary }) => ({
        id: eventAnchor(tag ?? key),
        title: tag ?? key,
        kind: 'event' as const,
        words: summary,
      })),
    ],
    markdown: messages
      .map(
        ({ tag, key, schema, summary }) =>
          `## \`${tag ?? key}\`\n\n${summary} Emitted by ${origin(tag ?? key).component}; seen in ${origin(tag ?? key).stories.join(', ')}.\n\n${listed('Fields', fieldsOf(own[schema], own))}`,
      )
      .join('\n'),
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
