import { expect, test } from 'vitest'
import { type JsonObject, objectAt } from '../../../bundle/json.ts'
import { tidied } from './core.ts'
import { modelConfig, pythonDocument } from './document.ts'
import { docString, moduleName, pythonName } from './names.ts'

const schema = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const documentOf = (schemas: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  info: { version: '1.2.3' },
  security: [{ apiKey: [] }],
  paths: {
    '/v1/desks': {
      get: {
        ...{ operationId: 'getDesk', summary: 'Get it', description: 'Use it.', 'x-roles': ['admin'] },
        responses: { 200: { description: 'It', content: { 'application/json': { schema: schema('Desk') } } } },
      },
    },
  },
  components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } }, schemas },
})
const desk = (properties: JsonObject, more: JsonObject = {}): JsonObject => {
  const lower = pythonDocument(documentOf({ Desk: { type: 'object', properties }, ...more }))
  return objectAt(objectAt(objectAt(objectAt(lower, 'components'), 'schemas'), 'Desk'), 'properties')
}

test('what 3.1 says of null, constants and aliases, 3.0.3 says in its own way', () => {
  const properties = desk(
    {
      note: { type: ['string', 'null'], maxLength: 5, pattern: '^a' },
      kind: { const: 'desk' },
      lamp: { oneOf: [schema('Lamp'), { type: 'null' }], description: 'Its lamp.' },
      name: schema('Name'),
      at: { type: 'string', format: 'date-time' },
      link: { type: 'string', format: 'uri' },
      mode: { type: ['string', 'null'], enum: ['a', 'b', null] },
      any: {},
      secretKey: { type: 'string' },
      apiSecret: { type: 'string' },
    },
    {
      Lamp: { type: 'object', properties: { on: { type: 'boolean' } } },
      Name: { type: 'string', description: 'A name.' },
    },
  )
  expect(properties).toEqual({
    note: { type: 'string', nullable: true },
    kind: { type: 'string', 'x-constant': 'desk' },
    lamp: { allOf: [schema('Lamp')], description: 'Its lamp.', nullable: true },
    name: { type: 'string', description: 'A name.' },
    at: { type: 'string', format: 'date-time' },
    link: { type: 'string' },
    mode: { type: 'string', enum: ['a', 'b'], nullable: true },
    any: {},
    secretKey: { type: 'string', 'x-field': 'alias="secretKey"' },
    apiSecret: { type: 'string', 'x-field': 'alias="apiSecret", repr=False' },
  })
})

test('only what a method takes or answers with is a model; a schema that has itself in it is an error', () => {
  const more = { Spare: { type: 'object', properties: { x: { type: 'string' } } } }
  const lower = pythonDocument(documentOf({ Desk: { type: 'object', properties: {} }, ...more }))
  expect(Object.keys(objectAt(objectAt(lower, 'components'), 'schemas'))).toEqual(['Desk'])
  const tree = { Tree: { type: 'array', items: schema('Tree') } }
  expect(() => desk({ tree: schema('Tree') }, tree)).toThrow('The schema Tree has itself in it')
})

test('names are those of Python, and the wire’s own stay beside them', () => {
  expect(['firstMessage', 'from', 'event_type', 'liveKitURL', 'x-id', 'method'].map(pythonName)).toEqual([
    ...['first_message', 'from_', 'event_type', 'live_kit_url', 'x_id', 'method'],
  ])
  expect(moduleName('LiveKitProjectSet')).toBe('live_kit_project_set')
  const lower = pythonDocument(documentOf({ Desk: { type: 'object', properties: { endOf: {}, method: {} } } }))
  expect(modelConfig(lower)).toMatchObject({ nameMappings: { endOf: 'end_of', method: 'method' } })
  expect(docString('Says "a"', '  ')).toBe('  """Says "a" """\n')
  expect(docString('A """\\d', '')).toBe('"""A \'\'\'\\\\d"""\n')
})

test('a model imports what it uses, and nothing else', () => {
  const text = `# H
import datetime as datetime_
from typing import Annotated, Any, Dict, Optional

from pydantic import Field

from ...model import Model
from invorto.generated.models.lamp import Lamp


class Desk(Model):
    """Any Field."""

    lamp: Optional[Lamp] = None`
  expect(tidied(text)).toBe(`# H
from typing import Optional

from ...model import Model
from .lamp import Lamp


class Desk(Model):
    """Any Field."""

    lamp: Optional[Lamp] = None
`)
})
