import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { chatRequest } from './request.ts'
import { readRules, replyTo } from './rules.ts'

const standard = readRules(readFileSync(new URL('./rules/default.yaml', import.meta.url), 'utf8'))

const ask = (content: string, extra: object = {}) =>
  replyTo(
    chatRequest({
      model: 'gpt-4o-mini',
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content },
      ],
      ...extra,
    }),
    standard,
  )

const tool = (name: string) => ({ type: 'function', function: { name, parameters: { type: 'object' } } })

describe('the standard rules', () => {
  test.each([
    ['what are your plans', /^Sure, our plans start at 999 rupees/],
    ['No wait, tell me the PRICE.', /^The starter plan is 999 rupees/],
    ['thank you, goodbye', /goodbye\.$/],
    ['hello', /^Hello!/],
    ['mujhe ek plan chahiye', /^Ji zaroor/],
    ['नमस्ते', /^Namaste/],
    ['I want to talk to a human', /colleague/],
    ['the planet shines on my blue bicycle and me', /^You said: the planet shines on my blue bicycle and\. I am/],
  ])('%s', (said, reply) => {
    expect(ask(said)).toEqual({ type: 'text', text: expect.stringMatching(reply) })
  })

  test('call a tool that is offered, with what the caller said, and only then', () => {
    const tools = [tool('get_weather'), tool('lookup_order')]
    expect(ask('what is the weather in Pune?', { tools })).toEqual({
      type: 'call',
      name: 'get_weather',
      arguments: '{"city":"Pune"}',
    })
    expect(ask('where is order number 4711', { tools })).toMatchObject({
      name: 'lookup_order',
      arguments: '{"order_id":"4711"}',
    })
    expect(ask('what is the weather in Pune?', { tools, tool_choice: 'none' }).type).toBe('text')
    expect(ask('what is the weather in Pune?').type).toBe('text')
    expect(ask('anything', { tools, tool_choice: 'required' })).toMatchObject({ name: 'get_weather', arguments: '{}' })
    expect(
      ask('hello', { tools, tool_choice: { type: 'function', function: { name: 'lookup_order' } } }),
    ).toMatchObject({ name: 'lookup_order' })
  })

  test('answer with what the tool said', () => {
    const messages = [
      { role: 'user', content: 'weather in Pune' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'get_weather', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'sunny, 31 degrees' },
    ]
    const reply = replyTo(chatRequest({ model: 'm', messages, tools: [tool('get_weather')] }), standard)
    expect(reply).toEqual({ type: 'text', text: 'The report says sunny, 31 degrees. Is there anything else?' })
  })
})

test.each([
  ['rules: 3\nfallback: x', /needs a list/],
  ['rules: []', /"fallback"/],
  ['rules:\n  - reply: x\nfallback: x', /Rule 1 needs "when" or "after_tool"/],
  ['rules:\n  - when: a\nfallback: x', /The call of Rule 1 must be a mapping/],
  ["rules:\n  - when: '(a'\n    reply: x\nfallback: x", /no regular expression/],
  ['rules:\n  - when: a\n    say: x\nfallback: x', /Rule 1 has an unknown field "say"/],
])('the rules file %j is refused with a sentence', (yaml, sentence) => {
  expect(() => readRules(yaml)).toThrow(sentence)
})

describe('a request that OpenAI would refuse', () => {
  const user = { role: 'user', content: 'hi' }
  const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }
  test.each([
    ['nothing', null, /parse the JSON/, null],
    ['no model', { messages: [user] }, /provide a model/, 'model'],
    ['no messages', { model: 'm' }, /Missing required parameter: 'messages'/, 'messages'],
    ['empty messages', { model: 'm', messages: [] }, /empty array/, 'messages'],
    ['a wrong type', { model: 'm', messages: [user], stream: 'yes' }, /expected a boolean/, 'stream'],
    ['a hot temperature', { model: 'm', messages: [user], temperature: 3 }, /between 0 and 2/, 'temperature'],
    ['an unknown argument', { model: 'm', messages: [user], colour: 1 }, /Unrecognized request argument/, 'colour'],
    [
      'an unknown role',
      { model: 'm', messages: [{ role: 'king', content: 'x' }] },
      /Supported values/,
      'messages[0].role',
    ],
    [
      'stream options without a stream',
      { model: 'm', messages: [user], stream_options: {} },
      /only allowed when 'stream'/,
      'stream_options',
    ],
    [
      'a tool call nobody answered',
      { model: 'm', messages: [{ role: 'assistant', content: null, tool_calls: [call] }, user] },
      /did not have response messages: c1/,
      'messages',
    ],
    [
      'an answer to no tool call',
      { model: 'm', messages: [{ role: 'tool', tool_call_id: 'c9', content: 'x' }] },
      /must be a response/,
      'messages[0].role',
    ],
    [
      'a tool without a name',
      { model: 'm', messages: [user], tools: [{ type: 'function', function: {} }] },
      /tools\[0\].function.name/,
      'tools[0].function.name',
    ],
  ])('%s', (_, body, message, param) => {
    expect(() => chatRequest(body)).toThrow(expect.objectContaining({ message: expect.stringMatching(message), param }))
  })
})

describe('an answer that must fit a schema', () => {
  const closed = (properties: object) => ({
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties),
    properties,
  })
  const form = (schema: object, name = 'call_conclusion') => ({
    response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } },
  })
  const schema = closed({
    outcome: { type: 'string' },
    success: { type: 'boolean' },
    notes: { type: ['string', 'null'] },
    next_steps: { type: 'array', items: { type: 'string' } },
    score: { type: 'integer', minimum: 1 },
    level: { type: 'string', enum: ['low', 'high'] },
  })
  const answer = (said: string, extra: object) => {
    const reply = ask(said, extra)
    return JSON.parse(reply.type === 'text' ? reply.text : '')
  }

  test('is filled in by the rules of its name, and plainly where they say nothing', () => {
    const plain = { notes: null, level: 'low' }
    const steps = { next_steps: ['Agree on a day for the demo'] }
    expect(answer('I want a demo', form(schema))).toEqual({
      ...plain,
      ...steps,
      outcome: 'demo_requested',
      success: true,
      score: 5,
    })
    expect(answer('x', form(schema, 'other'))).toEqual({
      ...plain,
      outcome: '',
      success: false,
      next_steps: [],
      score: 1,
    })
    expect(answer('x', form(closed({ score: { type: 'boolean' } })))).toEqual({ score: false })
  })

  test.each([
    ['an open object', { type: 'object', required: [], properties: {} }],
    ['an optional property', { ...schema, required: ['outcome'] }],
    ['an open object inside', closed({ inner: { type: 'object' } })],
    ['an open object in a list', closed({ inner: { type: 'array', items: { type: 'object' } } })],
  ])('is refused for %s, as OpenAI does', (_name, wrong) => {
    expect(() => ask('x', form(wrong))).toThrow('Invalid schema for response_format')
  })

  test('of another kind is refused; plain text is plain text', () => {
    expect(() => ask('x', { response_format: { type: 'json_object' } })).toThrow('response_format.type')
    expect(ask('hello', { response_format: { type: 'text' } })).toMatchObject({ text: expect.stringMatching(/^Hello/) })
  })

  test.each([
    ['no fill', "rules: [{ schema: a, when: x }]\nfallback: ''"],
    ['a reply too', "rules: [{ schema: a, when: x, fill: {}, reply: b }]\nfallback: ''"],
  ])('has no rule with %s', (_name, yaml) => expect(() => readRules(yaml)).toThrow(RangeError))
})
