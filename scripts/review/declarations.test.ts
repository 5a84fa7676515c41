import { expect, test } from 'vitest'
import { declarationsIn, listedIn } from './declarations.ts'

test('a declaration is its text without comments', () => {
  const source = "/** Words. */\nexport interface Said {\n  /** Kind. */\n  readonly t: 'said'\n}\n\nconst own = 1\n"
  expect([...declarationsIn(source)]).toEqual([['Said', ['export interface Said {', "  readonly t: 'said'", '}']]])
})

test('members of a container are declarations of their own', () => {
  const source = [
    'export interface components {',
    '    schemas: {',
    '        /** A call. */',
    '        Call: {',
    '            callId: string;',
    '        };',
    '        CallId: string;',
    '    };',
    '}',
    'export const routes = {',
    '  getCall: {',
    "    path: '/v1/calls',",
    '  },',
    '} as const',
  ].join('\n')
  expect([...declarationsIn(source)]).toEqual([
    ['components.schemas.Call', ['Call: {', '    callId: string;', '};']],
    ['components.schemas.CallId', ['CallId: string;']],
    ['routes.getCall', ['getCall: {', "  path: '/v1/calls',", '},']],
  ])
})

test('of a function and a method only the head counts', () => {
  const source =
    'export class RealtimeSender {\n  ping(): void {\n    this.send(1)\n  }\n}\nexport function a(\n  b: string,\n): void {\n  b\n}\n'
  expect([...declarationsIn(source)]).toEqual([
    ['RealtimeSender.ping', ['ping(): void']],
    ['a', ['export function a(', '  b: string,', '): void']],
  ])
})

test('methods of a resource stand alone; of the rest what is imported or exported by name is shown', () => {
  const source = [
    "import type { ListCallsData } from './rest/types.gen.ts'",
    'export class CallsResource extends Resource {',
    '  readonly timeline = new CallsTimelineResource(this.transport)',
    '',
    "  list(query?: ListCallsData['query']): PagePromise<Call, CallPage> {",
    '    return this.transport.page(listCalls)',
    '  }',
    '}',
    'export type ListCallsData = {',
    '    query?: never;',
    '};',
    'export type ListCallsErrors = 1;',
    'export { type Call, CallError } from',
    'export type Call = string;',
  ].join('\n')
  expect([...declarationsIn(source, listedIn(source))]).toEqual([
    ['CallsResource.timeline', ['readonly timeline = new CallsTimelineResource(this.transport)']],
    ['CallsResource.list', ["list(query?: ListCallsData['query']): PagePromise<Call, CallPage>"]],
    ['ListCallsData', ['export type ListCallsData = {', '    query?: never;', '};']],
    ['Call', ['export type Call = string;']],
  ])
})
