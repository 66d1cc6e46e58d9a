// In the web page: where its notes stand, and what they must not stand on.

const CALL = 'main [role~=doc-noteref]'
const NOTE = '[role~=doc-footnote]'
const BACK = '[role~=doc-backlink]'
/** What has words or a picture of its own, outside the notes. */
const MATTER = 'p, h1, h2, h3, h4, h5, h6, li, dt, dd, th, td, pre, figcaption, caption, img'

/** A rectangle in the page's CSS pixels, from the top of the page. */
function box({ left, top, right, bottom }) {
    return [left + scrollX, top + scrollY, right + scrollX, bottom + scrollY]
}

/** What is seen of an element: frames that scroll cut it off. */
function seen(element) {
    let { left, top, right, bottom } = element.getBoundingClientRect()
    for (let frame = element.parentElement; frame !== document.body; frame = frame.parentElement) {
        if (getComputedStyle(frame).overflowX === 'visible') continue
        const edge = frame.getBoundingClientRect()
        left = Math.max(left, edge.left)
        right = Math.min(right, edge.right)
    }
    return { left, top, right: Math.max(left, right), bottom }
}

/** What stays where it is when the page is scrolled takes its column for the whole of the page. */
function column(element) {
    const { left, right } = element.getBoundingClientRect()
    return { left, right, top: -scrollY, bottom: document.documentElement.scrollHeight - scrollY }
}

function stays(element) {
    for (let around = element; around; around = around.parentElement) {
        const { position, top } = getComputedStyle(around)
        if (position === 'fixed' || position === 'sticky' && top !== 'auto') return true
    }
    return false
}

/** Everything in the way: text, pictures, headings, contents, imprint; what is hidden is not. */
function matter() {
    return [...document.querySelectorAll(MATTER)]
        .filter(element => !element.closest(NOTE))
        .filter(element => element.checkVisibility({ visibilityProperty: true }))
        .map(element => box(stays(element) ? column(element) : seen(element)))
        .filter(([left, top, right, bottom]) => right - left > 1 && bottom - top > 1)
}

/** All that a test wants to know of the page at its present width. */
export function boxes() {
    const { clientWidth, scrollWidth, scrollHeight } = document.documentElement
    return {
        window: innerWidth,
        page: [0, 0, clientWidth, scrollHeight],
        excess: scrollWidth - clientWidth,
        calls: [...document.querySelectorAll(CALL)].map(call => ({
            number: call.textContent.trim(),
            box: box(seen(call)),
        })),
        notes: [...document.querySelectorAll(NOTE)].map(note => ({
            number: note.querySelector(BACK)?.textContent.trim() ?? '',
            box: box(note.getBoundingClientRect()),
            beside: getComputedStyle(note).position === 'absolute',
        })),
        matter: matter(),
    }
}
