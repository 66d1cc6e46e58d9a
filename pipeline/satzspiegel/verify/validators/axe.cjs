// axe on a web page: node axe.cjs PAGE LANGUAGE. Prints as JSON what it finds in each view.
//
// NODE_MODULES is the folder of npm packages, PUPPETEER_EXECUTABLE_PATH the browser.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");
const { pathToFileURL } = require("node:url");

const modules = createRequire(path.join(process.env.NODE_MODULES, "here.js"));
const [page, language] = process.argv.slice(2);

// A desk and a telephone at night, in CSS pixels.
const VIEWS = [
  { width: 1600, height: 1000, scheme: "light" },
  { width: 390, height: 844, scheme: "dark" },
];

async function main() {
  const puppeteer = modules("puppeteer-core");
  const axe = modules("axe-core");
  // A browser that hangs on a pipe ends when this program does.
  const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    args: ["--no-sandbox"],
    headless: true,
    pipe: true,
    timeout: 60_000,
    protocolTimeout: 0,
  });
  try {
    const views = [];
    for (const view of VIEWS) views.push(await look(browser, axe, view));
    process.stdout.write(JSON.stringify({ version: axe.version, views }));
  } finally {
    await browser.close();
  }
}

async function look(browser, axe, { width, height, scheme }) {
  const tab = await browser.newPage();
  await tab.setViewport({ width, height });
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await offline(tab);
  await tab.goto(pathToFileURL(page).href, { waitUntil: "load", timeout: 0 });
  await tab.evaluate(axe.source);
  const locale = translation();
  if (locale) await tab.evaluate((words) => window.axe.configure({ locale: words }), locale);
  const options = { resultTypes: ["violations"] };
  const { violations } = await tab.evaluate((wanted) => window.axe.run(document, wanted), options);
  await tab.close();
  return { width, scheme, violations: violations.map(told) };
}

// The page is one file: whatever it would load from elsewhere is not asked for.
async function offline(tab) {
  await tab.setRequestInterception(true);
  tab.on("request", (request) =>
    /^https?:/.test(request.url()) ? request.abort() : request.continue(),
  );
}

function translation() {
  const file = path.join(process.env.NODE_MODULES, "axe-core", "locales", `${language}.json`);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : null;
}

function told({ id, impact, help, nodes }) {
  return { id, impact, help, count: nodes.length, html: nodes.length ? nodes[0].html : "" };
}

main().catch((problem) => {
  console.error(String((problem && problem.message) || problem));
  process.exitCode = 1;
});
