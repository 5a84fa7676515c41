import type { IndexLine } from '../page-data.ts'
import { byId, made } from './elements.ts'
import { type Hit, ranked } from './search-ranking.ts'

declare global {
  var searchIndex: readonly IndexLine[] | undefined
}

/** Kinds whose titles are names of the contract. */
const NAMED = new Set(['message', 'event', 'webhook', 'problem', 'setting', 'field'])

/** The search: `/` or Ctrl-K opens it, arrows choose, Enter goes. The index is loaded when it is first opened. */
export function setUpSearch(indexFile: string): void {
  const dialog = byId<HTMLDialogElement>('search-dialog')
  const field = byId<HTMLInputElement>('search-field')
  const list = byId<HTMLUListElement>('search-results')
  let chosen = -1

  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[role=option]')]
  const choose = (index: number): void => {
    const all = options()
    chosen = all.length === 0 ? -1 : (index + all.length) % all.length
    for (const [at, option] of all.entries()) option.setAttribute('aria-selected', String(at === chosen))
    const option = all[chosen]
    field.setAttribute('aria-activedescendant', option?.id ?? '')
    option?.scrollIntoView({ block: 'nearest' })
  }
  const look = (): void => {
    const hits = ranked(globalThis.searchIndex ?? [], field.value)
    list.replaceChildren(...hits.map((hit, at) => line(hit, at, go)))
    field.setAttribute('aria-expanded', String(hits.length > 0))
    byId('search-note').textContent = noteOf(field.value, hits.length)
    choose(0)
  }
  const go = (address: string): void => {
    dialog.close()
    location.href = address
  }
  const open = async (): Promise<void> => {
    if (!dialog.open) dialog.showModal()
    field.select()
    await loaded(indexFile)
    look()
  }

  byId('search-button').addEventListener('click', open)
  field.addEventListener('input', look)
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(chosen + 1)
    else if (event.key === 'ArrowUp') choose(chosen - 1)
    else if (event.key === 'Enter') go(options()[chosen]?.dataset.address ?? '#')
    else return
    event.preventDefault()
  })
  document.addEventListener('keydown', (event) => {
    const typing = (event.target as Element).matches('input, textarea, select, [contenteditable]')
    const asked = (event.key === '/' && !typing) || (event.key === 'k' && (event.ctrlKey || event.metaKey))
    if (!asked || document.querySelector('dialog[open]') !== null) return
    event.preventDefault()
    void open()
  })
}

function line({ kind, title, address, page, words }: Hit, at: number, go: (address: string) => void): HTMLElement {
  const option = made(
    'li',
    { role: 'option', id: `result-${at}`, 'data-address': address, 'aria-selected': 'false' },
    made('b', NAMED.has(kind) ? { class: 'named' } : {}, title),
    made('span', {}, kind === 'page' ? page : `${kind} · ${page}`),
    ...(words === '' ? [] : [made('p', {}, words)]),
  )
  option.addEventListener('click', () => go(address))
  return option
}

function noteOf(query: string, count: number): string {
  if (query.trim() === '') return 'Type a name or a word. Arrows choose, Enter goes there.'
  return count === 0 ? 'Nothing has all of these words.' : `${count === 40 ? 'The best 40' : count} found.`
}

function loaded(file: string): Promise<void> {
  if (globalThis.searchIndex !== undefined) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const script = made('script', { src: file })
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => reject(new Error('The search index did not come.')))
    document.head.append(script)
  })
}
