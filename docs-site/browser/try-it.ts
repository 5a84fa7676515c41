import { addCopyButton } from './code-copy.ts'
import { made } from './elements.ts'
import { askForKey, readerKey, server } from './reader-key.ts'

/** What stands in a form, as a request. */
interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | null
}

/** How much of an answer is shown. */
const MOST_SHOWN = 100_000

for (const form of document.querySelectorAll<HTMLFormElement>('details.try form')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(form)
  })
}

async function send(form: HTMLFormElement): Promise<void> {
  const state = form.querySelector('.state')!
  const missing = [...form.querySelectorAll<HTMLInputElement>('input[required]')].find(({ value }) => value === '')
  if (missing !== undefined) {
    state.textContent = `${missing.name} is needed.`
    return missing.focus()
  }
  if (form.dataset.key === 'needed' && readerKey() === null) {
    state.textContent = 'This needs your key.'
    return askForKey()
  }
  const asked = requestOf(form)
  const began = performance.now()
  state.textContent = 'Asking …'
  try {
    const response = await fetch(asked.url, { method: asked.method, headers: asked.headers, body: asked.body })
    const shown = await shownOf(response)
    state.textContent = `${response.status} in ${Math.round(performance.now() - began)} ms`
    form.querySelector('.outcome')!.replaceChildren(shown)
  } catch {
    state.textContent = `There is no answer from ${server()}.`
  }
}

function requestOf(form: HTMLFormElement): Asked {
  const { method = 'GET', path = '/', key } = form.dataset
  const headers: Record<string, string> = {}
  const query = new URLSearchParams()
  let target = path
  for (const { name, value, dataset } of form.querySelectorAll<HTMLInputElement>('input')) {
    if (dataset.in === 'path') target = target.replace(`{${name}}`, encodeURIComponent(value))
    else if (value === '') continue
    else if (dataset.in === 'query') query.append(name, value)
    else headers[name] = value
  }
  const body = form.querySelector('textarea')
  if (body !== null) headers['Content-Type'] = body.dataset.type ?? 'application/json'
  if (key === 'needed') headers.Authorization = `Bearer ${readerKey()}`
  const url = new URL(target, server())
  url.search = query.toString()
  return { method, url: url.href, headers, body: body?.value ?? null }
}

async function shownOf(response: Response): Promise<HTMLElement> {
  const type = response.headers.get('content-type') ?? 'no body'
  const text = /json|text/.test(type) ? await response.text() : `${(await response.blob()).size} bytes of ${type}`
  const told = ['etag', 'location', 'ratelimit', 'retry-after', 'x-request-id'].flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [`${name}: ${value}`]
  })
  const head = `${response.status} ${response.statusText}\n${told.join('\n')}\n\n`
  const title = `Answer ${response.status}`
  const figure = made(
    'figure',
    { class: 'code' },
    made('figcaption', {}, title),
    made('pre', { tabindex: '0', role: 'region', 'aria-label': title }, made('code', {}, head + pretty(text, type))),
  )
  addCopyButton(figure)
  return figure
}

function pretty(text: string, type: string): string {
  const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n… (${text.length} characters)` : text
  if (!type.includes('json') || shown !== text) return shown
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
