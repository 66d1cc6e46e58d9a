// Where the notes of web pages stand, at each width.
//
// The job: { kind: "chromium" | "firefox", executable, modules, pages, widths }, paths of pages and
// widths in CSS pixels. Writes JSON: { views: [{ seconds, boxes }] }, page by page, `boxes` as in
// boxes.js, `seconds` until the page is laid out: at the first width it is loaded.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { job, launch } from './browsers.mjs'
import { serve } from './site.mjs'

const HEIGHT = 900

/** The boxes of an open page, when fonts and pictures have their sizes. */
function boxes(page) {
    return page.evaluate(async () => {
        await document.fonts.ready
        await Promise.all([...document.images].map(image => image.decode().catch(() => null)))
        const { boxes } = await import('/measure/boxes.js')
        return boxes()
    })
}

/** A page at each width, by making the window narrower. */
async function views(page, address, widths) {
    const found = []
    for (const width of widths) {
        await page.setViewport({ width, height: HEIGHT })
        const start = performance.now()
        if (found.length === 0) await page.goto(address)
        const measured = await boxes(page)
        const seconds = (performance.now() - start) / 1000
        found.push({ seconds, boxes: measured })
    }
    return found
}

const work = job()
const files = work.pages.map((path, index) => [`/pages/${index}.html`, path])
const site = await serve({
    '/measure/': dirname(fileURLToPath(import.meta.url)),
    ...Object.fromEntries(files),
})
const browser = await launch(work.kind, work.executable, work.modules)
try {
    const page = await browser.newPage()
    const found = []
    for (const [name] of files) {
        found.push(...await views(page, site.address + name, work.widths))
    }
    process.stdout.write(JSON.stringify({ views: found }))
} finally {
    await browser.close()
    site.close()
}
