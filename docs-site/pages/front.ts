import { isObject, optionalObjectAt } from '#scripts/bundle/json.ts'
import { messageDocument } from '#scripts/emit/message-document.ts'
import { operationsOf } from '#scripts/emit/operations.ts'
import { sdkMethods } from '#scripts/emit/sdk/resource-tree.ts'
import type { Page } from '../page.ts'
import { codeBlock } from '../pieces/code-block.ts'
import { type Html, html, prose } from '../pieces/html.ts'
import { icons } from '../pieces/icons.ts'
import type { Sources } from '../sources.ts'
import { guideFile } from './guides.ts'

/** The first page: what this is, and where to go. */
export function frontPage({ documents, quickstart }: Sources): Page {
  const info = optionalObjectAt(documents.openapi, 'info')
  const operations = operationsOf(documents.openapi).length
  const methods = sdkMethods(documents.openapi).length
  const messages = messageDocument(documents.realtime).messages.length
  const events = messageDocument(documents.events).messages.length
  const [what = ''] = String(info.description ?? '').split(/\n\s*\n/)
  const steps = (Array.isArray(quickstart) ? quickstart.filter(isObject) : []).slice(0, 2)
  return {
    file: 'index.html',
    group: 'Start',
    title: 'Invorto',
    summary: what.replaceAll(/\s+/g, ' '),
    bare: true,
    body: html`<section class="hero">
<div><h1>Voice agents,<br>by contract.</h1>
<p class="lead">${what}</p>
<p class="buttons"><a class="button primary" href="${guideFile('first-call')}">Make the first call</a> <a class="button" href="console.html">Open the live console</a></p></div>
<div class="hero-code">${steps.map(({ title, code }, index) => codeBlock(String(code), 'sh', `${index + 1}. ${String(title)}`))}</div>
</section>
<section class="doors" aria-label="Where to go">
${door('guide-first-call.html', icons.book, 'Guides', 'The first call, keys, tools, errors, recordings and costs, and how the contract changes.')}
${door('rest.html', icons.code, 'REST', `${operations} operations, each with its fields, a request and a form that calls your server; ${methods} of them also in TypeScript and Python.`)}
${door('socket.html', icons.wave, 'Realtime socket', `${messages} messages in both directions, the states of a call and every close code.`)}
${door('console.html', icons.microphone, 'Live console', 'Type or speak to an agent and see every message, with its schema and timing.')}
${door('webhooks.html', icons.bell, 'Webhooks', 'What your servers are told, each payload with its schema, and how its signature is checked.')}
${door('events.html', icons.list, 'Events and errors', `${events} events of a call's log, every error, every setting, and one name for each fact.`)}
</section>`,
    entries: [],
    markdown: what,
  }
}

const door = (file: string, icon: Html, title: string, text: string): Html =>
  html`<a class="door" href="${file}">${icon}<h2>${title}</h2><p>${prose(text)}</p></a>
`
