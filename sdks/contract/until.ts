const EVERY_MS = 20

/** Asks until the answer is a truthy one; rejects after `ms` with what was waited for. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  ms = 10_000,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = performance.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer) return answer as Exclude<T, null | undefined | false>
    if (performance.now() > deadline) throw new Error(`waited ${ms} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}
