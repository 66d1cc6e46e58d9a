// Every note of an EPUB opened and left again in a reader, and every entry of its page list.
//
// The job: { reader: "epubjs" | "foliate", flow: "scrolled" | "paginated", book, chromium,
// modules }. Writes JSON: { calls: [{ section, order, number, popup, notes, back }], pages:
// [{ label, marks }] }.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { job, launch } from './browsers.mjs'
import { serve } from './site.mjs'

const work = job()
const WINDOW = { width: 390, height: 700 }

/** The page in which the reader has opened the book. */
async function opened({ reader, flow }, browser, address) {
    const page = await browser.newPage()
    await page.setViewport(WINDOW)
    page.on('pageerror', error => process.stderr.write(`${error.message}\n`))
    await page.goto(`${address}/reader/${reader}.html`)
    await page.waitForFunction('window.reader')
    await page.evaluate(flow => {
        window.flow = flow
        return window.reader.open('/book.epub', flow)
    }, flow)
    return page
}

/** How many calls a document of the spine has; it is open then. */
function show(page, section) {
    return page.evaluate(async section => {
        await window.reader.show(section)
        return window.reader.document.querySelectorAll(window.reading.CALL).length
    }, section)
}

/** Bring a call on the screen: what it is, and where to click. */
function bring(page, order) {
    return page.evaluate(async order => {
        const { reader, reading } = window
        const call = reader.document.querySelectorAll(reading.CALL)[order]
        await reader.bring(call)
        // On pages the reader may still be turning to the link last pressed.
        if (window.flow === 'paginated') await reading.painted()
        return { number: call.textContent.trim(), point: reading.point(call) }
    }, order)
}

/**
 * Click as a finger does. On pages foliate-js turns to what was pressed, one frame later; nobody's
 * finger is quick enough to have followed the link by then.
 */
async function click(page, { x, y }) {
    await page.mouse.move(x, y)
    await page.mouse.down()
    if (work.flow === 'paginated') await page.evaluate(() => window.reading.painted())
    await page.mouse.up()
}

/** The note that a click on its call shows in a pop-up. */
async function popup(page, point) {
    await page.evaluate(() => {
        window.reader.popups = true
        window.popup = window.reader.popup()
    })
    await click(page, point)
    return page.evaluate(() => {
        window.reader.popups = false
        return window.popup
    })
}

/** The notes that a click leads to, and where each one's link back is. */
async function open(page, point) {
    await page.evaluate(() => { window.arrival = window.reader.arrival() })
    await click(page, point)
    return page.evaluate(async () => {
        const { reader, reading, flow } = window
        if (!await window.arrival) return []
        return reading.reached(reader.document, reading.NOTE, flow).map(note => {
            const back = reading.backOf(note)
            return { ...reading.noteOf(note), point: back && reading.point(back) }
        })
    })
}

/** The calls that the link back of a note leads to. */
async function leave(page, point) {
    await page.evaluate(() => { window.arrival = window.reader.arrival() })
    await click(page, point)
    return page.evaluate(async () => {
        const { reader, reading, flow } = window
        if (!await window.arrival) return []
        const { section } = reader
        return reading.reached(reader.document, reading.CALL, flow)
            .map(call => ({ section, order: reading.orderOf(call) }))
    })
}

/** One call: opened as a pop-up where the reader has them, followed, and returned to. */
async function visit(page, section, order, hasPopups) {
    const { number, point } = await bring(page, order)
    const visited = { section, order, number, popup: null, notes: [], back: [] }
    if (!point) return visited
    if (hasPopups) visited.popup = await popup(page, point)
    const notes = await open(page, point)
    // On a page with several notes a reader of flesh and blood looks for the number.
    const note = notes.find(note => note.number === number) ?? notes[0]
    if (note?.point) visited.back = await leave(page, note.point)
    visited.notes = notes.map(({ number, text }) => ({ number, text }))
    return visited
}

/** Every call of the book, in the order of the spine. */
async function visits(page) {
    const { length, hasPopups } = await page.evaluate(() => {
        const { length, hasPopups } = window.reader
        return { length, hasPopups }
    })
    const visited = []
    for (let section = 0; section < length; section++) {
        const calls = await show(page, section)
        for (let order = 0; order < calls; order++) {
            // A wrong link may have left another document open.
            if (await page.evaluate(() => window.reader.section) !== section) {
                await show(page, section)
            }
            visited.push(await visit(page, section, order, hasPopups))
        }
    }
    return visited
}

/** Every entry of the page list, with the labels of the marks that it leads to. */
function pages(page) {
    return page.evaluate(async () => {
        const { reader, reading, flow } = window
        const found = []
        for (const entry of reader.pages) {
            const arrived = await reader.follow(entry)
            const marks = arrived ? reading.reached(reader.document, reading.MARK, flow) : []
            const names = marks.map(mark => mark.getAttribute('aria-label') ?? '')
            found.push({ label: entry.label, marks: names })
        }
        return found
    })
}

const site = await serve({
    '/reader/': dirname(fileURLToPath(import.meta.url)),
    '/foliate/': `${work.modules}/foliate-js`,
    '/epubjs/': `${work.modules}/epubjs/dist`,
    '/jszip/': `${work.modules}/jszip/dist`,
    '/book.epub': work.book,
})
const browser = await launch('chromium', work.chromium, work.modules)
try {
    const page = await opened(work, browser, site.address)
    const found = { calls: await visits(page), pages: await pages(page) }
    process.stdout.write(JSON.stringify(found))
} finally {
    await browser.close()
    site.close()
}
