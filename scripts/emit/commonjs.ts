/** What a CommonJS module exports as its default, however it was loaded. */
export function defaultOf<Module>(module: Module | { readonly default: Module }): Module {
  return (module as { default?: Module }).default ?? (module as Module)
}
