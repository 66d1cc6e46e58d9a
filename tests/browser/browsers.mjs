// Browsers, driven by puppeteer.

import { createRequire } from 'node:module'

const NAMES = { chromium: 'chrome', firefox: 'firefox' }
// A container has no namespaces for Chromium's sandbox, and often little shared memory.
const ARGUMENTS = { chromium: ['--no-sandbox', '--disable-dev-shm-usage'], firefox: [] }

/** Start a browser: `kind` is "chromium" or "firefox", `modules` the folder with puppeteer. */
export function launch(kind, executable, modules) {
    const puppeteer = createRequire(`${modules}/`)('puppeteer-core')
    return puppeteer.launch({
        browser: NAMES[kind],
        executablePath: executable,
        headless: true,
        args: ARGUMENTS[kind],
    })
}

/** The job: JSON, the only argument. */
export const job = () => JSON.parse(process.argv[2])
