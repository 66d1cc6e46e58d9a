// epub.js as the reader under test (the global `ePub`, with JSZip).

import { arrival, makeExact, settled } from './reading.js'

export class Reader {
    /** epub.js has no pop-ups for notes. */
    hasPopups = false

    /** Open a book; `flow` is "scrolled" or "paginated". */
    async open(address, flow) {
        this.book = window.ePub(address)
        this.rendition = this.book.renderTo('view', {
            width: innerWidth,
            height: innerHeight,
            flow: flow === 'scrolled' ? 'scrolled-doc' : 'paginated',
            spread: 'none',
        })
        // Before a document is shown; the rendition's own hook comes after it has been scrolled.
        if (flow === 'scrolled') this.book.spine.hooks.content.register(makeExact)
        await this.book.ready
        this.length = this.book.spine.length
    }

    get document() {
        return this.rendition.getContents()[0].document
    }

    /** Which document of the spine is open. */
    get section() {
        return this.rendition.getContents()[0].sectionIndex
    }

    /** Open one document of the spine. */
    async show(index) {
        await this.rendition.display(index)
        await settled(this.document)
    }

    /** Bring an element of the open document on the screen, not by its id. */
    async bring(element) {
        const section = this.book.spine.get(this.section)
        await this.rendition.display(section.cfiFromElement(element))
    }

    /** Whether the reader goes anywhere from now on. */
    arrival() {
        return arrival(this.rendition, 'displayed')
    }

    /** The page list: labels and addresses. */
    get pages() {
        return this.book.pageList.pageList.map(({ page, href }) => ({ label: `${page}`, href }))
    }

    /** Go where an entry of the page list leads. */
    async follow({ href }) {
        const arrived = this.arrival()
        this.rendition.display(href).catch(() => null)
        return arrived
    }
}
