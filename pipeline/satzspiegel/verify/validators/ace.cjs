// Ace by DAISY on an EPUB: node ace.cjs BOOK LANGUAGE. Prints Ace's report as JSON.
//
// NODE_MODULES is the folder of npm packages, PUPPETEER_EXECUTABLE_PATH the browser.
"use strict";

const path = require("node:path");
const { createRequire } = require("node:module");

const modules = createRequire(path.join(process.env.NODE_MODULES, "here.js"));
const [book, language] = process.argv.slice(2);

async function main() {
  const ace = modules("@daisy/ace-core");
  const runner = modules("@daisy/ace-axe-runner-puppeteer");
  // Without a folder for its files Ace prints the report itself.
  await ace(book, { cwd: process.cwd(), lang: language, silent: true, initLogger: true }, runner);
}

main().catch((problem) => {
  console.error(String((problem && problem.message) || problem || "Ace gives no reason"));
  process.exitCode = 1;
});
