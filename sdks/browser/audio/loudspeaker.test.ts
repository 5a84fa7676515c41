import { expect, test, vi } from 'vitest'
import { Loudspeaker } from './loudspeaker.ts'

vi.mock('./load-worklet.ts', () => ({ loadWorklet: async () => {} }))

test('for a context that does not run no more waits than is still worth hearing', async () => {
  let waiting = 0
  const port = {
    postMessage: (data: Float32Array | 'clear') => {
      waiting = data === 'clear' ? 0 : waiting + data.length
    },
  }
  vi.stubGlobal(
    'AudioWorkletNode',
    class {
      readonly port = port
      connect(): void {}
    },
  )
  const context = { state: 'suspended', sampleRate: 16_000, destination: {} }
  const loudspeaker = await Loudspeaker.open(context as unknown as AudioContext)
  const second = new Uint8Array(2 * 16_000)
  loudspeaker.begin('u_1', 16_000)
  for (let sent = 0; sent < 60; sent += 1) loudspeaker.play(second)
  expect(waiting / 16_000).toBeGreaterThan(9)
  expect(waiting / 16_000).toBeLessThan(11)
  context.state = 'running'
  for (let sent = 0; sent < 60; sent += 1) loudspeaker.play(second)
  expect(waiting / 16_000).toBeGreaterThan(69)
})
