// foliate-js as the reader under test, with its own pop-ups for notes.

import '/foliate/view.js'
import { FootnoteHandler } from '/foliate/footnotes.js'
import { arrival, makeExact, noteOf, painted, settled } from './reading.js'

export class Reader {
    hasPopups = true
    /** Whether calls open pop-ups; otherwise they are followed. */
    popups = false

    /** Open a book; `flow` is "scrolled" or "paginated". */
    async open(address, flow) {
        this.view = document.createElement('foliate-view')
        this.view.style.cssText = 'display: block; width: 100%; height: 100%'
        document.getElementById('view').append(this.view)
        await this.view.open(address)
        this.view.renderer.setAttribute('flow', flow)
        if (flow === 'scrolled') {
            this.view.renderer.setAttribute('margin', '0px')
            this.view.addEventListener('load', ({ detail }) => makeExact(detail.doc))
        }
        this.length = this.view.book.sections.length
        this.#handleNotes()
    }

    #handleNotes() {
        this.notes = new FootnoteHandler()
        this.notes.addEventListener('before-render', ({ detail }) => {
            detail.view.style.cssText = 'display: block; width: 400px; height: 300px'
            document.getElementById('popup').append(detail.view)
        })
        this.view.addEventListener('link', event => {
            if (!this.popups) return
            this.notes.handle(this.view.book, event)?.catch(error => console.error(error))
        })
    }

    get document() {
        return this.view.renderer.getContents()[0].doc
    }

    /** Which document of the spine is open. */
    get section() {
        return this.view.renderer.getContents()[0].index
    }

    /** Open one document of the spine. */
    async show(index) {
        await this.view.goTo(index)
        await settled(this.document)
    }

    /** Bring an element of the open document on the screen, not by its id. */
    async bring(element) {
        await this.view.renderer.goTo({ index: this.section, anchor: () => element })
    }

    /** Whether the reader goes anywhere from now on. */
    arrival() {
        return arrival(this.view.history, 'index-change')
    }

    /** The next pop-up: the note in it, and what the reader took it for. */
    async popup() {
        const shown = await arrival(this.notes, 'render')
        if (!shown) return null
        const { view, type } = shown.detail
        const note = noteOf(view.renderer.getContents()[0].doc.body)
        await arrival(view, 'relocate')
        await painted()  // foliate-js has something left to do on the next frame
        view.close()
        view.remove()
        return { ...note, type }
    }

    /** The page list: labels and addresses. */
    get pages() {
        return (this.view.book.pageList ?? []).map(({ label, href }) => ({ label, href }))
    }

    /** Go where an entry of the page list leads. */
    async follow({ href }) {
        return Boolean(await this.view.goTo(href))
    }
}
