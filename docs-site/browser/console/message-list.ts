import type { MessageFacts } from '../../page-data.ts'
import { byId, made } from '../elements.ts'
import { audioMs, gistOf, isAudio, sizeText, type TrafficEntry, timeText } from './traffic.ts'

const MOST_ROWS = 3_000
/** How much of a line is text. */
const GIST = 160
const RATE_HZ = 16_000

interface Run {
  readonly row: HTMLElement
  frames: number
  bytes: number
}

interface Row {
  readonly row: HTMLElement
  readonly entry: TrafficEntry
  readonly text: string
}

/** The list of everything that travelled; runs of audio are one line for each way. */
export class MessageList {
  readonly #facts: Readonly<Record<string, MessageFacts>>
  readonly #list = byId('messages')
  readonly #filter = byId<HTMLInputElement>('filter')
  readonly #direction = byId<HTMLSelectElement>('direction')
  readonly #audio = byId<HTMLInputElement>('show-audio')
  #rows: Row[] = []
  #runs = new Map<string, Run>()

  constructor(facts: Readonly<Record<string, MessageFacts>>) {
    this.#facts = facts
    for (const field of [this.#filter, this.#direction, this.#audio])
      field.addEventListener('input', () => this.#sift())
  }

  add(entry: TrafficEntry): void {
    if (isAudio(entry) && this.#lengthen(entry)) return
    if (!isAudio(entry)) this.#runs.clear()
    const row = isAudio(entry) ? this.#run(entry) : this.#message(entry)
    const known: Row = { row, entry, text: `${entry.kind} ${JSON.stringify(entry.message ?? '')}`.toLowerCase() }
    this.#rows.push(known)
    row.hidden = !this.#shows(known)
    const atEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 80
    this.#list.append(row)
    if (this.#rows.length > MOST_ROWS) this.#rows.shift()?.row.remove()
    if (atEnd) this.#list.scrollTop = this.#list.scrollHeight
  }

  clear(): void {
    this.#rows = []
    this.#runs.clear()
    this.#list.replaceChildren()
  }

  #lengthen({ way, bytes }: TrafficEntry): boolean {
    const run = this.#runs.get(way)
    if (run === undefined) return false
    run.frames += 1
    run.bytes += bytes
    tellRun(run)
    return true
  }

  #run({ way, kind, atMs, bytes }: TrafficEntry): HTMLElement {
    const row = made(
      'li',
      { class: way },
      made(
        'div',
        { class: 'frames' },
        ...head(atMs, way, kind),
        made('span', { class: 'gist' }),
        made('span', { class: 'size' }),
      ),
    )
    const run = { row, frames: 1, bytes }
    this.#runs.set(way, run)
    tellRun(run)
    return row
  }

  #message(entry: TrafficEntry): HTMLElement {
    const { atMs, way, kind, bytes } = entry
    const line = [...head(atMs, way, kind), made('span', { class: 'gist' }, gistOf(entry).slice(0, GIST))]
    if (way === 'socket') return made('li', { class: 'state-line' }, made('div', { class: 'frames' }, ...line))
    const details = made('details', {}, made('summary', {}, ...line, made('span', { class: 'size' }, sizeText(bytes))))
    details.addEventListener('toggle', () => details.childElementCount === 1 && details.append(this.#opened(entry)), {
      once: true,
    })
    return made('li', { class: `${way}${kind === 'error' ? ' error' : ''}` }, details)
  }

  #opened({ way, kind, message }: TrafficEntry): HTMLElement {
    const json = made(
      'pre',
      { tabindex: '0', role: 'region', 'aria-label': `JSON of ${kind}` },
      JSON.stringify(message, null, 2),
    )
    const facts = this.#facts[`${way} ${kind}`]
    if (facts === undefined)
      return made('div', { class: 'opened' }, json, made('p', {}, 'The contract does not have this message.'))
    const fields = facts.fields.map(([path, type, required, description]) =>
      made(
        'tr',
        {},
        made('th', { scope: 'row' }, made('code', {}, path)),
        made('td', {}, `${type}${required ? ', required' : ''}`, made('br'), made('small', {}, description)),
      ),
    )
    const about = made(
      'p',
      {},
      facts.summary,
      ' ',
      made('a', { href: `socket.html#${facts.anchor}`, target: '_blank', rel: 'noopener' }, 'Its schema'),
    )
    return made(
      'div',
      { class: 'opened' },
      json,
      made('div', {}, about, made('table', {}, made('tbody', {}, ...fields))),
    )
  }

  #sift(): void {
    for (const known of this.#rows) known.row.hidden = !this.#shows(known)
  }

  #shows({ entry, text }: Row): boolean {
    const wanted = this.#filter.value.trim().toLowerCase()
    if (isAudio(entry) && !this.#audio.checked) return false
    if (this.#direction.value !== '' && entry.way !== this.#direction.value) return false
    return wanted === '' || text.includes(wanted)
  }
}

function head(atMs: number, way: TrafficEntry['way'], kind: string): HTMLElement[] {
  const [arrow, said] = { sent: ['↑', 'sent'], received: ['↓', 'received'], socket: ['•', 'socket'] }[way] as [
    string,
    string,
  ]
  return [
    made('time', {}, timeText(atMs)),
    made(
      'span',
      { class: 'way' },
      made('span', { 'aria-hidden': 'true' }, arrow),
      made('span', { class: 'hidden' }, said),
    ),
    made('span', { class: 'kind' }, kind),
  ]
}

function tellRun({ row, frames, bytes }: Run): void {
  row.querySelector('.gist')!.textContent =
    `${frames} ${frames === 1 ? 'frame' : 'frames'} · ${audioMs(bytes, RATE_HZ)} ms`
  row.querySelector('.size')!.textContent = sizeText(bytes)
}
