// A web server on this machine alone, for the pages that a test opens.

import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

const MEDIA_TYPES = {
    '.css': 'text/css',
    '.epub': 'application/epub+zip',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.mjs': 'text/javascript',
    '.svg': 'image/svg+xml',
}

/**
 * Serve folders and files.
 *
 * `places` maps the beginning of an address to a folder, or a whole address to a file; the longest
 * that fits counts. Returns the address of the server and what ends it.
 */
export async function serve(places) {
    const prefixes = Object.keys(places).sort((a, b) => b.length - a.length)
    const server = createServer(async (request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
        const prefix = prefixes.find(prefix => path.startsWith(prefix))
        const file = prefix && join(places[prefix], normalize(path.slice(prefix.length)))
        try {
            const content = await readFile(file)
            response.writeHead(200, { 'Content-Type': MEDIA_TYPES[extname(path)] ?? '' })
            response.end(content)
        } catch {
            response.writeHead(404).end()
        }
    })
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}
