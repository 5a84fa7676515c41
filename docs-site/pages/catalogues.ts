import { problemCatalogue } from '#scripts/bundle/catalogue.ts'
import { isObject, type JsonObject } from '#scripts/bundle/json.ts'
import { groupedSettings, type SettingEntry } from '#scripts/emit/settings.ts'
import type { Page } from '../page.ts'
import { type Html, html, prose, slug } from '../pieces/html.ts'
import type { Sources } from '../sources.ts'
import { eventAnchor } from './events.ts'

/** The catalogue of problems; a problem's anchor is its code. */
export function problemsPage({ problems }: Sources): Page {
  const entries = Object.entries(problemCatalogue(problems))
  return {
    file: 'problems.html',
    group: 'Catalogues',
    title: 'Errors',
    summary: 'Every refusal and failure has one of these codes.',
    body: html`<p>Over REST it is an <code>application/problem+json</code> body (RFC 9457); on a socket it is an <code>error</code> message, and the close code where the socket closes. The <a href="guide-errors.html">guide</a> says when to ask again.</p>
<div class="cards">${entries.map(
      ([
        code,
        { status, title, retryable, closeCode },
      ]) => html`<section class="card" id="${code}"><h2><a href="#${code}"><code>${code}</code></a></h2>
<p>${title}.</p>
<p class="facts"><span>HTTP <b>${status}</b></span> <span>close <b>${closeCode}</b></span> <span class="${retryable ? 'yes' : 'no'}">${retryable ? 'ask again' : 'asking again does not help'}</span></p></section>
`,
    )}</div>`,
    entries: entries.map(([code, { title, status, closeCode }]) => ({
      id: code,
      title: code,
      kind: 'problem',
      words: `${title} ${status} ${closeCode}`,
    })),
    markdown: entries
      .map(
        ([code, { status, title, retryable, closeCode }]) =>
          `- \`${code}\` HTTP ${status}, close ${closeCode}${retryable ? ', retryable' : ''}: ${title}`,
      )
      .join('\n'),
  }
}

/** Every setting of the server. */
export function settingsPage({ config }: Sources): Page {
  const groups = groupedSettings(config)
  const all = groups.flatMap(({ settings }) => settings)
  return {
    file: 'settings.html',
    group: 'Catalogues',
    title: 'Settings',
    summary: 'Environment variables of the server. None is needed for a first start.',
    body: html`${groups.map(
      ({ title, settings }) => html`<h2 id="${slug('group', title)}">${title}</h2>
<ul class="fields">${settings.map(settingItem)}</ul>
`,
    )}`,
    entries: all.map(({ name, doc }) => ({ id: name, title: name, kind: 'setting', words: doc })),
    markdown: all
      .map((setting) => `- \`${setting.name}\` ${setting.type}: ${setting.doc} ${notes(setting).join('; ')}`.trim())
      .join('\n'),
  }
}

function settingItem(setting: SettingEntry): Html {
  const { name, type, doc, source } = setting
  return html`<li id="${name}"><p class="field"><code class="name">${name}</code> <span class="type">${type}</span>${source.secret === true ? html` <span class="pii">secret</span>` : null}</p>
<p>${prose(doc)}</p><p class="limits">${prose(notes(setting).join(' · '))}</p></li>
`
}

function notes({ values, source }: SettingEntry): string[] {
  const named = (list: unknown): string => (list as string[]).map((name) => `\`${name}\``).join(', ')
  return [
    ...(values.length > 0 ? [`one of ${named(values)}`] : []),
    ...(source.default === undefined
      ? []
      : [source.default === '' ? 'empty' : `default \`${String(source.default)}\``]),
    ...(isObject(source.defaultIn) ? [`default ${defaultsIn(source.defaultIn)}`] : []),
    ...(source.generated === true ? ['made at the first start outside prod'] : []),
    ...(Array.isArray(source.needs) ? [`set ${named(source.needs)} with it`] : []),
    ...(Array.isArray(source.requiredIn) ? [`required in ${named(source.requiredIn)}`] : []),
    ...(Array.isArray(source.forbiddenIn) ? [`not in ${named(source.forbiddenIn)}`] : []),
    ...(typeof source.alias === 'string' ? [`also \`${source.alias}\``] : []),
  ]
}

const defaultsIn = (table: JsonObject): string =>
  Object.entries(table)
    .map(([name, value]) => `${value === '' ? 'none' : `\`${String(value)}\``} in ${name}`)
    .join(', ')

/** `names.yaml`: one fact, its names on every surface. */
export function namesPage({ names, documents }: Sources): Page {
  const facts = Object.entries(isObject(names) && isObject(names.events) ? names.events : {})
  const known = new Set(JSON.stringify(documents.events).match(/"const":"[a-z_.]+"/g) ?? [])
  const cell = (value: unknown): Html =>
    value === undefined ? html`<td></td>` : html`<td><code>${String(value)}</code></td>`
  const row = ([event, fact]: [string, unknown]): Html => {
    const { component, socket, timeline, mark } = fact as JsonObject
    const name = known.has(`"const":"${event}"`)
      ? html`<a href="events.html#${eventAnchor(event)}"><code>${event}</code></a>`
      : html`<code>${event}</code>`
    return html`<tr><th scope="row">${name}</th>${cell(component)}${cell(socket)}${cell(mark === undefined ? timeline : `${String(timeline)} (${String(mark)})`)}</tr>
`
  }
  return {
    file: 'names.html',
    group: 'Catalogues',
    title: 'Names',
    summary: 'One fact, its names on every surface: the log, the socket and the timeline.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Names"><table><thead><tr><th scope="col">Event</th><th scope="col">Said by</th><th scope="col">Socket</th><th scope="col">Timeline</th></tr></thead><tbody>
${facts.map(row)}</tbody></table></div>`,
    entries: [],
    markdown: facts
      .map(
        ([event, fact]) =>
          `- \`${event}\`: ${Object.entries(fact as JsonObject)
            .map(([surface, name]) => `${surface} \`${String(name)}\``)
            .join(', ')}`,
      )
      .join('\n'),
  }
}
