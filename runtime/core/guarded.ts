/** The same listener, whose methods hand what they throw to `caught`: whoever calls them has other things to do. */
export function guarded<T extends object>(listener: T, caught: (error: unknown) => void): T {
  const methods = Object.entries(listener as Record<string, (...values: unknown[]) => void>)
  return Object.fromEntries(
    methods.map(([name, method]) => [name, (...values: unknown[]) => guard(() => method(...values), caught)]),
  ) as T
}

export function guard(action: () => void, caught: (error: unknown) => void): void {
  try {
    action()
  } catch (error) {
    caught(error)
  }
}
