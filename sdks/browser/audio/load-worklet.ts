import source from './worklet-source.mjs'

const loading = new WeakMap<BaseAudioContext, Promise<void>>()

/**
 * Loads the programs that the context plays and listens with, once. `url`: where you serve `dist/worklet.js` of this package;
 * without it they come from a `blob:`, which a Content-Security-Policy must allow in `script-src` (`worker-src` in Safari).
 */
export function loadWorklet(context: BaseAudioContext, url?: string): Promise<void> {
  const known = loading.get(context)
  if (known !== undefined) return known
  const address = url ?? URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  const loaded = context.audioWorklet.addModule(address).finally(() => {
    if (url === undefined) URL.revokeObjectURL(address)
  })
  loading.set(context, loaded)
  // Who asks again after a failure gets another try.
  loaded.catch(() => loading.delete(context))
  return loaded
}
