import { expect, test } from 'vitest'
import { declarationsIn } from './declarations.ts'

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
