// Runs in the head, before anything is drawn: the reader's language is shown from the first sight on, and stays for all pages.
const PLACE = 'invorto.language'
const RADIOS = '.tabs > input'

let chosen = kept()

/** Null where none was chosen yet, or where the browser keeps nothing. */
function kept(): string | null {
  try {
    return localStorage.getItem(PLACE)
  } catch {
    return null
  }
}

function keep(language: string): void {
  try {
    localStorage.setItem(PLACE, language)
  } catch {
    // It holds for this page.
  }
}

/** Groups that do not have the language stay as they are. */
function show(): void {
  for (const radio of document.querySelectorAll<HTMLInputElement>(RADIOS))
    if (radio.value === chosen) radio.checked = true
}

const watcher = new MutationObserver(show)
if (chosen !== null) watcher.observe(document, { childList: true, subtree: true })
document.addEventListener('DOMContentLoaded', () => {
  watcher.disconnect()
  show()
})

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement && target.matches(RADIOS))) return
  const before = target.getBoundingClientRect().top
  chosen = target.value
  keep(chosen)
  show()
  // What stands above may be longer or shorter now; the tabs stay where the reader's eyes are.
  scrollBy({ top: target.getBoundingClientRect().top - before, behavior: 'instant' })
})
addEventListener('storage', ({ key, newValue }) => {
  if (key !== PLACE || newValue === null) return
  chosen = newValue
  show()
})
// A page that the browser kept as it was, when the reader comes back to it.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  chosen = kept() ?? chosen
  show()
})
