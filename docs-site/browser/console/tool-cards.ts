import type { ToolCall } from '#sdks/browser/generated/realtime.gen.ts'
import { byId, made } from '../elements.ts'

type Answer = (id: string, outcome: { result: unknown } | { error: { message: string } }) => void

/** A card for each tool that the agent asks this client to carry out; the reader is the tool. */
export function showToolCall({ id, name, args, deadlineMs }: ToolCall, answer: Answer): void {
  const fieldId = `tool-${id}`
  const field = made('textarea', { id: fieldId, rows: '2', spellcheck: 'false' }, '"shipped, with you on Friday"')
  const note = made(
    'p',
    { class: 'quiet', role: 'status' },
    deadlineMs === undefined ? '' : `Within ${Math.round(deadlineMs / 1000)} s.`,
  )
  const fail = made('button', { type: 'button' }, 'Fail')
  const form = made(
    'form',
    { class: 'tool-card', 'aria-label': `Answer ${name}` },
    made('p', {}, 'The agent asks for ', made('code', {}, `${name}(${JSON.stringify(args)})`)),
    made('label', { for: fieldId }, 'Result ', made('small', {}, 'any JSON, or words')),
    field,
    made('p', { class: 'buttons' }, made('button', { type: 'submit', class: 'primary' }, 'Answer'), fail),
    note,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    answer(id, { result: jsonOrText(field.value) })
    form.remove()
  })
  fail.addEventListener('click', () => {
    answer(id, { error: { message: 'The reader of the console let it fail.' } })
    form.remove()
  })
  byId('tools').append(form)
  field.focus()
}

export const dropToolCards = (): void => byId('tools').replaceChildren()

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
