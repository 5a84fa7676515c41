import { problemCatalogue } from '../../bundle/catalogue.ts'
import { isObject, type Json } from '../../bundle/json.ts'
import { groupedSettings, type SettingEntry } from '../settings.ts'
import { html, prose, slug } from './html.ts'
import type { Section } from './rest-section.ts'

/** The catalogue of problems; each has an anchor, `#problem-not_found` being written `#problem-not-found`. */
export function problemSection(source: Json): Section {
  const entries = Object.entries(problemCatalogue(source))
  const rows = entries.map(
    ([code, { status, title, retryable, closeCode }]) => html`<tr id="${slug('problem', code)}">
<th scope="row"><code>${code}</code></th><td>${status}</td><td>${closeCode}</td><td>${title}${retryable ? html` <small>retryable</small>` : null}</td>
</tr>
`,
  )
  return {
    id: 'problems',
    title: 'Problems',
    entries: entries.map(([code]) => ({ id: slug('problem', code), title: code })),
    body: html`<p>Every refusal and failure has one of these codes. Over REST it is an <code>application/problem+json</code> body (RFC 9457); on a socket it is an <code>error</code> message, and the close code when the socket closes.</p>
<div class="wide"><table><thead><tr><th>Code</th><th>Status</th><th>Close code</th><th>Meaning</th></tr></thead><tbody>
${rows}</tbody></table></div>`,
  }
}

/** Every setting of the server. */
export function settingSection(source: Json): Section {
  const groups = groupedSettings(source)
  const row = (setting: SettingEntry) => html`<tr id="${slug('setting', setting.name)}">
<th scope="row"><code>${setting.name}</code></th><td><i>${setting.type}</i></td><td>${prose(setting.doc)} <small>${notes(setting).join('; ')}</small></td>
</tr>
`
  return {
    id: 'settings',
    title: 'Settings',
    entries: groups.flatMap(({ settings }) => settings).map(({ name }) => ({ id: slug('setting', name), title: name })),
    body: html`<p>Environment variables of the server. None is needed for a first start.</p>
${groups.map(
  ({ title, settings }) => html`<h3>${title}</h3>
<div class="wide"><table><tbody>
${settings.map(row)}</tbody></table></div>
`,
)}`,
  }
}

function notes({ values, source }: SettingEntry): string[] {
  return [
    ...(values.length > 0 ? [`one of ${values.join(', ')}`] : []),
    ...(source.default === undefined ? [] : [`default ${String(source.default)}`]),
    ...(isObject(source.defaultIn)
      ? [
          `default ${Object.entries(source.defaultIn)
            .map(([name, value]) => `${value === '' ? 'none' : String(value)} in ${name}`)
            .join(', ')}`,
        ]
      : []),
    ...(source.secret === true ? ['secret'] : []),
    ...(source.generated === true ? ['made at the first start outside prod'] : []),
    ...(Array.isArray(source.needs) ? [`set ${source.needs.join(', ')} with it`] : []),
    ...(Array.isArray(source.requiredIn) ? [`required in ${source.requiredIn.join(', ')}`] : []),
    ...(typeof source.alias === 'string' ? [`also ${source.alias}`] : []),
  ]
}
