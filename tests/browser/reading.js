// In the reader's page: where the reader has taken us, as the eye finds it.
//
// Nothing here follows an id. What was reached is what stands where the reader scrolled to, and
// what it is, its own words say.

const EXACT_SHEET = `
    [role~=doc-noteref], [role~=doc-pagebreak] {
        display: block !important; width: fit-content; min-width: 1em; line-height: 1.5 !important;
    }
    [role~=doc-pagebreak] { height: 1em }
    [role~=doc-footnote] { margin: 1em 0 !important }
    .room { height: 2000px }
`

/**
 * Change a document so that where it is scrolled to is exact: each call, note and page mark begins
 * a line of its own, and below the last line there is room to scroll it to the top.
 */
export function makeExact(document) {
    const add = (parent, name) =>
        parent.appendChild(document.createElementNS('http://www.w3.org/1999/xhtml', name))
    add(document.querySelector('head'), 'style').textContent = EXACT_SHEET
    add(document.querySelector('body'), 'div').className = 'room'
}

/** How far below the top the first line of what was reached may stand, in CSS pixels. */
const NEAR = 12
/** How long a reader may take to get anywhere, in milliseconds. */
const PATIENCE = 2500

export const CALL = '[role~=doc-noteref]'
export const NOTE = '[role~=doc-footnote]'
export const MARK = '[role~=doc-pagebreak]'
const BACK = '[role~=doc-backlink]'

/** The part of the window in which the reader shows a document. */
function screen(document) {
    const seen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
    for (let box = document.defaultView.frameElement; box; box = box.parentElement) {
        if (getComputedStyle(box).overflow === 'visible' && box.localName !== 'iframe') continue
        const { left, top, right, bottom } = box.getBoundingClientRect()
        seen.left = Math.max(seen.left, left)
        seen.top = Math.max(seen.top, top)
        seen.right = Math.min(seen.right, right)
        seen.bottom = Math.min(seen.bottom, bottom)
    }
    return seen
}

/** The first line of an element, in the window's pixels. */
function box(element) {
    const frame = element.ownerDocument.defaultView.frameElement.getBoundingClientRect()
    const first = element.getClientRects()[0] ?? element.getBoundingClientRect()
    return new DOMRect(frame.left + first.left, frame.top + first.top, first.width, first.height)
}

/** The elements that begin on the screen, in the order of the text, with how far down they do. */
function visible(document, selector) {
    const { left, top, right, bottom } = screen(document)
    return [...document.querySelectorAll(selector)]
        .map(element => ({ element, at: box(element) }))
        .filter(({ at }) => at.top >= top - 2 && at.top < bottom)
        .filter(({ at }) => at.left >= left - 2 && at.left < right)
        .map(({ element, at }) => ({ element, below: at.top - top }))
}

/**
 * What the reader has taken us to: on a scrolled screen the one element at its top, on pages those
 * that begin on the page.
 */
export function reached(document, selector, flow) {
    const seen = visible(document, selector)
    const near = flow === 'paginated' ? seen : seen.filter(({ below }) => below <= NEAR).slice(0, 1)
    return near.map(({ element }) => element)
}

/** The point to click on, in the window's pixels; null where nobody could. */
export function point(element) {
    const at = box(element)
    const { left, top, right, bottom } = screen(element.ownerDocument)
    const x = at.left + at.width / 2
    const y = at.top + at.height / 2
    return x > left && x < right && y > top && y < bottom ? { x, y } : null
}

/** The how manieth call of its document it is, from 0. */
export function orderOf(call) {
    return [...call.ownerDocument.querySelectorAll(CALL)].indexOf(call)
}

/** A note as it stands there: the number it bears, and its words without that. */
export function noteOf(element) {
    const copy = element.cloneNode(true)
    const mark = copy.querySelector(BACK)
    mark?.remove()
    return { number: mark?.textContent.trim() ?? '', text: copy.textContent }
}

/** The link back in a note. */
export function backOf(note) {
    return note.querySelector(BACK)
}

/** The next event of a name, as `on` wants it heard; null when our patience ends first. */
export function arrival(target, name) {
    const [add, remove] = target.on ? ['on', 'off'] : ['addEventListener', 'removeEventListener']
    return new Promise(resolve => {
        const done = event => {
            clearTimeout(timer)
            target[remove](name, done)
            resolve(event)
        }
        const timer = setTimeout(done, PATIENCE, null)
        target[add](name, done)
    })
}

/** Until fonts and images of a document have their sizes. */
export async function settled(document) {
    await document.fonts.ready
    await Promise.all([...document.images].map(image => image.decode().catch(() => null)))
}

/** Until what was asked for is on the screen. */
export async function painted() {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
}
