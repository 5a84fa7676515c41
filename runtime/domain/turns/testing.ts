import type { Millis } from '#runtime/core/clock.ts'
import { newTurnState, stepTurn, type TurnEffect, type TurnInput, type TurnPolicy, type TurnState } from './turn.ts'

type Shown = Exclude<TurnEffect, { type: 'wake' }>

/** Plays a written timeline through the engine, waking it when it asked to be woken, and writes down what it wished. */
export function playTurn(
  policy: TurnPolicy,
  script: [Millis, TurnInput][],
  from: TurnState = newTurnState,
): [Millis, Shown][] {
  const queue = script.map(([at, input], order) => ({ at, input, order }))
  const log: [Millis, Shown][] = []
  let state = from
  for (let order = queue.length; ; ) {
    queue.sort((a, b) => a.at - b.at || a.order - b.order)
    const next = queue.shift()
    if (!next) return log
    const step = stepTurn(state, next.input, next.at, policy)
    state = step.state
    for (const effect of step.effects) {
      if (effect.type === 'wake') queue.push({ at: effect.at, input: effect.input, order: order++ })
      else log.push([next.at, effect])
    }
  }
}
