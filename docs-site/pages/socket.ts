import { isObject, type Json, type JsonObject, objectAt, optionalObjectAt, stringsOf } from '#scripts/bundle/json.ts'
import { type Message, messageDocument } from '#scripts/emit/message-document.ts'
import type { Entry, Page } from '../page.ts'
import { jsonBlock } from '../pieces/code-block.ts'
import type { Examples } from '../pieces/example.ts'
import { type Html, html, paragraphs, prose, slug } from '../pieces/html.ts'
import { markdownHtml } from '../pieces/markdown.ts'
import { fieldAnchor, fieldList, schemaList } from '../pieces/schema-list.ts'
import { fieldOf, fieldsOf, flat, type Schemas } from '../pieces/schema-tree.ts'
import type { Sources } from '../sources.ts'
import { listed } from './operation-markdown.ts'

/** The anchor of a message: `start`, `stt.final`; what both sides send has the key. */
export const messageAnchor = ({ key }: Message): string => slug('message', key)

/** The voice socket: how to connect, what either end sends, its states, and how it closes. */
export function socketPage({ documents, examples }: Sources): Page {
  const document = documents.realtime
  const { messages, schemas, closeCodes } = messageDocument(document)
  const sent = (direction: Message['direction']) => messages.filter((message) => message.direction === direction)
  const blocks = (direction: Message['direction']) =>
    sent(direction).map((message) => messageBlock(message, schemas, examples))
  const [channel = {}] = Object.values(objectAt(document, 'channels')).filter(isObject)
  const info = optionalObjectAt(document, 'info')
  const sections = ['Connect', 'States', 'You send', 'You receive', 'Close codes'] as const
  const section = (title: (typeof sections)[number], body: Html) =>
    html`<section id="${slug(title)}"><h2><a href="#${slug(title)}">${title}</a></h2>
${body}</section>
`
  const entry = (title: (typeof sections)[number]): Entry => ({ id: slug(title), title, kind: 'section' })
  return {
    file: 'socket.html',
    group: 'Socket',
    title: 'Realtime voice socket',
    summary: 'One socket, one call: audio as binary frames, everything else as JSON.',
    body: html`<p class="route"><b class="method wss">WSS</b> <code>${String(channel.address)}</code></p>
<p><a class="button" href="console.html">Open the live console</a></p>
${section('Connect', html`${markdownHtml(String(info.description ?? ''))}${connection(channel, schemas)}`)}
${section('States', states(channel))}
${section('You send', html`${blocks('receive')}`)}
${section('You receive', html`${blocks('send')}`)}
${section('Close codes', closings(closeCodes))}`,
    entries: [
      entry('Connect'),
      entry('States'),
      entry('You send'),
      ...sent('receive').flatMap((message) => messageEntries(message, schemas)),
      entry('You receive'),
      ...sent('send').flatMap((message) => messageEntries(message, schemas)),
      entry('Close codes'),
    ],
    markdown: `${String(info.description ?? '')}\n\n${messages.map((message) => messageMarkdown(message, schemas)).join('\n')}`,
  }
}

function connection(channel: JsonObject, schemas: Schemas): Html {
  const bindings = optionalObjectAt(optionalObjectAt(channel, 'bindings'), 'ws')
  const lists = (['query', 'headers'] as const).map((place) => {
    const fields = Object.entries(optionalObjectAt(optionalObjectAt(bindings, place), 'properties'))
    return html`<h3>${place === 'query' ? 'In the query' : 'Headers'}</h3>${fieldList(fields.map(([name, schema]) => fieldOf(name, schema, schemas, false)))}`
  })
  return html`${paragraphs(channel.description)}${lists}`
}

function states(channel: JsonObject): Html {
  const table = Object.entries(optionalObjectAt(channel, 'x-states'))
  const rows = table.map(
    ([
      state,
      next,
    ]) => html`<tr><th scope="row"><code>${state}</code></th><td>${stringsOf(next).length === 0 ? 'nothing: it is over' : stringsOf(next).map((name) => html`<code>${name}</code> `)}</td></tr>
`,
  )
  return html`<p>Which state of a call may follow which.</p><table class="narrow"><thead><tr><th scope="col">State</th><th scope="col">What may follow</th></tr></thead><tbody>${rows}</tbody></table>`
}

export function messageBlock(message: Message, schemas: Schemas, examples: Examples): Html {
  const { tag, key, direction, schema, summary } = message
  const anchor = messageAnchor(message)
  const shown = examples.get(key) ?? []
  const description = isObject(schemas[schema]) ? schemas[schema].description : ''
  return html`<section class="operation" id="${anchor}">
<div class="words">
<h3><a href="#${anchor}">${tag === null ? html`${summary.replace(/\.$/, '')}` : html`<code>${tag}</code>`}</a></h3>
<p class="quiet"><span class="direction ${direction}">${direction === 'receive' ? 'you send' : 'you receive'}</span> ${tag === null ? 'Binary frame.' : String(description).startsWith(summary.replace(/\.$/, '')) ? null : prose(summary)}</p>
${paragraphs(description)}
${tag === null ? null : schemaList(schemas[schema], schemas, anchor)}
</div>
<div class="samples">${shown.map(({ title, content }) => jsonBlock(content, `Example: ${title}`))}</div>
</section>
`
}

function messageEntries(message: Message, schemas: Schemas): Entry[] {
  const { tag, key, summary, schema, direction } = message
  const anchor = messageAnchor(message)
  const fields = tag === null ? [] : flat(fieldsOf(schemas[schema] as Json, schemas))
  return [
    {
      id: anchor,
      title: tag ?? key,
      kind: 'message',
      words: `${key} ${summary} ${direction === 'receive' ? 'sent by the client' : 'sent by the platform'}`,
    },
    ...fields
      .filter(({ name }) => name !== 't')
      .map(
        ({ path, description }): Entry => ({
          id: fieldAnchor(anchor, path),
          title: path,
          kind: 'field',
          words: `${tag} ${description}`,
        }),
      ),
  ]
}

/** Close codes with the problems that they stand for. */
function closings(closeCodes: Readonly<Record<string, readonly string[]>>): Html {
  const meaning = (name: string): Html => {
    if (name === 'normal') return html`a normal end `
    if (name === 'protocol') return html`the WebSocket protocol was broken (RFC 6455) `
    return html`<a href="problems.html#${name}"><code>${name}</code></a> `
  }
  const rows = Object.entries(closeCodes).map(
    ([code, names]) => html`<tr><th scope="row"><code>${code}</code></th><td>${names.map(meaning)}</td></tr>
`,
  )
  return html`<table class="narrow"><thead><tr><th scope="col">Code</th><th scope="col">Why</th></tr></thead><tbody>${rows}</tbody></table>`
}

export function messageMarkdown({ tag, key, direction, schema, summary }: Message, schemas: Schemas): string {
  const source = schemas[schema]
  const about = isObject(source) ? String(source.description ?? '') : ''
  return `## ${tag === null ? `${key} (binary)` : `\`${tag}\``}

${direction === 'receive' ? 'The client sends it.' : 'The platform sends it.'} ${summary} ${about}

${tag === null ? '' : listed('Fields', fieldsOf(source, schemas))}`
}
