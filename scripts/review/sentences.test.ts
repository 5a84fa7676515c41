import { expect, test } from 'vitest'
import type { Change, Edit } from '../released/change.ts'
import { sentencesOf } from './sentences.ts'

const request = '#/paths/~1v1~1agents/post/requestBody/content/application~1json/schema/properties/tts'
const answer = '#/paths/~1v1~1agents/post/responses/201/content/application~1json/schema'

function change(pointer: string, edit: Partial<Edit>, surface = 'openapi'): Change {
  const whole = {
    kind: 'modified',
    type: 'Schema',
    property: null,
    source: pointer,
    before: undefined,
    after: undefined,
  }
  return { surface, items: ['it'], impact: 'minor', message: 'As told.', pointer, edit: { ...whole, ...edit } as Edit }
}

const told = (changes: Change[], sent = true) => sentencesOf(changes, sent).map(({ text }) => text)

test.each<[string, Change]>([
  [
    '`tts.rate` of the request may be left out now.',
    change(request, { property: 'required', before: ['rate'], after: [] }),
  ],
  [
    '`tts.rate` of the request must be sent now.',
    change(request, { property: 'required', before: [], after: ['rate'] }),
  ],
  ['`id` of the answer 201 is always there now.', change(answer, { property: 'required', before: [], after: ['id'] })],
  ['`tts.rate` of the request is new and may be sent.', change(`${request}/properties/rate`, { kind: 'added' })],
  ['`id` of the answer 201 is gone.', change(`${answer}/properties/id`, { kind: 'removed' })],
  [
    '`maximum` of `tts` of the request is `2` now; it was `1.5`.',
    change(request, { property: 'maximum', before: 1.5, after: 2 }),
  ],
  ['`minimum` of `tts` of the request is `1` now; there was none.', change(request, { property: 'minimum', after: 1 })],
  [
    '`tts` of the request may be `b` now; `tts` of the request may not be `a` any more.',
    change(request, { property: 'enum', before: ['a'], after: ['b'] }),
  ],
  ['It may answer 409 now.', change('#/paths/~1v1~1agents/post/responses/409', { kind: 'added', type: 'Response' })],
  [
    'The query parameter `status` may be sent now.',
    change('#/paths/~1v1~1agents/get/parameters/0', {
      kind: 'added',
      type: 'Parameter',
      after: { name: 'status', in: 'query' },
    }),
  ],
  [
    'The query parameter `status` must be sent now.',
    change('#/paths/~1v1~1agents/get/parameters/0', {
      kind: 'added',
      type: 'Parameter',
      after: { name: 'status', in: 'query', required: true },
    }),
  ],
])('%s', (sentence, edit) => expect(told([edit])).toEqual([sentence]))

test('a value that a message of ours has no more is told from the reader’s side', () => {
  const pointer = '#/channels/voice.send/messages/ttsStopped/payload/properties/cause'
  const edit = change(pointer, { property: 'enum', before: ['a', 'b'], after: ['a'] }, 'realtime')
  expect(told([edit], false)).toEqual(['`cause` is never `b` any more.'])
  const other = change(pointer, { property: 'enum', before: ['a', 'b'], after: ['a', 'c'] }, 'realtime')
  expect(told([other], false)).toEqual(['`cause` is `c` now in place of `b`.'])
  const narrowed = (one: Change, sent: boolean) => sentencesOf([one], sent)[0]!.narrowed
  expect([narrowed(edit, false), narrowed(edit, true)]).toEqual([true, false])
  const more = change(pointer, { property: 'enum', before: ['a'], after: ['a', 'b'] }, 'realtime')
  expect(narrowed(more, false)).toBe(false)
})

test('the same field under another name is one sentence', () => {
  const field = { type: 'string', description: 'Words.' }
  const gone = change(`${answer}/properties/text`, { kind: 'removed', before: field })
  const came = change(`${answer}/properties/words`, { kind: 'added', after: field })
  const [only, ...more] = sentencesOf([{ ...gone, impact: 'major' }, came], true)
  expect(only).toEqual({
    impact: 'major',
    text: '`text` of the answer 201 is called `words` now.',
    sent: false,
    narrowed: false,
  })
  expect(more).toEqual([])
  expect(told([gone, { ...came, edit: { ...came.edit!, after: { type: 'integer' } } }])).toHaveLength(2)
})

test('what many reach is told by its schema', () => {
  const edit = change(`${answer}/properties/a`, {
    property: 'description',
    source: '#/components/schemas/Call/properties/a',
  })
  expect(told([{ ...edit, items: ['it', 'that'] }])).toEqual(['The description of `a` of `Call` was reworded.'])
})

test('what other judges said stays', () => {
  const { edit: _, ...plain } = change('', {})
  expect(told([plain])).toEqual(['As told.'])
})
