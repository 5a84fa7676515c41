type Listener = (it: never) => void

/** Who listens to which event. A listener that throws keeps the others from nothing; its error is thrown where nobody waits. */
export class Listeners<Events> {
  readonly #of = new Map<keyof Events, Set<Listener>>()

  add<E extends keyof Events>(event: E, listener: (it: Events[E]) => void): () => void {
    const listeners = this.#of.get(event) ?? new Set()
    this.#of.set(event, listeners.add(listener as Listener))
    return () => this.remove(event, listener)
  }

  remove<E extends keyof Events>(event: E, listener: (it: Events[E]) => void): void {
    this.#of.get(event)?.delete(listener as Listener)
  }

  tell<E extends keyof Events>(event: E, it: Events[E]): void {
    for (const listener of [...(this.#of.get(event) ?? [])]) {
      try {
        listener(it as never)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
