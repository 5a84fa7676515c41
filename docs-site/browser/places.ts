/** Opens what is folded around the place that the address names, and brings it into view. */
export function showPlace(): void {
  const id = decodeURIComponent(location.hash.slice(1))
  const place = id === '' ? null : document.getElementById(id)
  if (place === null) return
  const folded = [...ancestors(place)].filter((element) => element instanceof HTMLDetailsElement && !element.open)
  for (const details of folded) (details as HTMLDetailsElement).open = true
  if (folded.length > 0) place.scrollIntoView()
}

function* ancestors(element: Element): Generator<Element> {
  for (let at: Element | null = element; at !== null; at = at.parentElement) yield at
}

/** Marks in the side navigation what is being read. */
export function followReading(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('nav.side ul.inside a')]
  const linkOf = new Map(links.map((link) => [decodeURIComponent(link.hash.slice(1)), link]))
  const visible = new Set<string>()
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) visible.add(target.id)
        else visible.delete(target.id)
      }
      const current = [...linkOf.keys()].find((id) => visible.has(id))
      if (current === undefined) return
      for (const [id, link] of linkOf) link.classList.toggle('here', id === current)
    },
    { rootMargin: '-15% 0px -70% 0px' },
  )
  for (const id of linkOf.keys()) {
    const place = document.getElementById(id)
    if (place !== null) watcher.observe(place)
  }
}
