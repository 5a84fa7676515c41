import { expect, test } from 'vitest'
import { pythonDeclarations } from './python-declarations.ts'

test('a model is its fields without doc strings, and a union its kinds', () => {
  const source = [
    'from __future__ import annotations',
    'class Call(Model):',
    '    """A call.',
    '',
    '    It has an end.',
    '    """',
    '    id: str',
    '    """Names it."""',
    '    direction: Optional[str] = None',
    '',
    'AgentTool = Union[str, ClientTool]',
    '_hidden = 1',
    'SAMPLES = {}',
  ].join('\n')
  expect([...pythonDeclarations(source)]).toEqual([
    ['Call', ['class Call(Model):', '    id: str', '    direction: Optional[str] = None']],
    ['AgentTool', ['AgentTool = Union[str, ClientTool]']],
  ])
})

test('a method is its head, a parameter a line; properties and aliases say nothing of their own', () => {
  const source = [
    'class CallsResource(Resource):',
    '    @property',
    '    def timeline(self) -> CallsTimelineResource:',
    '        return CallsTimelineResource(self._transport)',
    '',
    '    def list(self, *, status: Optional[Union[Literal["a", "b"], str]] = None, **options: Unpack[RequestOptions]) -> Page[Call]:',
    '        """List calls."""',
    '        return self._transport.page(operations.LIST_CALLS, ())',
    'class Resources(Resource):',
    '    def list_calls(self) -> Page[Call]:',
    '        return self.calls.list()',
  ].join('\n')
  const head = [
    'list(',
    '    self,',
    '    *,',
    '    status: Optional[Union[Literal["a", "b"], str]] = None,',
    '    **options: Unpack[RequestOptions],',
    ') -> Page[Call]',
  ]
  expect([...pythonDeclarations(source)]).toEqual([['CallsResource.list', head]])
})

test('a TypedDict in two parts is one declaration', () => {
  const source = 'class _SpanAlways(TypedDict):\n    a: str\n\nclass Span(_SpanAlways, total=False):\n    b: str\n'
  expect([...pythonDeclarations(source)]).toEqual([
    ['Span', ['class _SpanAlways(TypedDict):', '    a: str', 'class Span(_SpanAlways, total=False):', '    b: str']],
  ])
})
