// Told to a VS Code in a headless Chromium by test_vscode_story.py: reading, typing, history. Each step prints a line.
// NOVA_VSCODE: the folder with playwright-core; NOVA_CHROMIUM: the browser; NOVA_URL: where a copy of fixtures/pantry is
// open; NOVA_PICTURES: the folder for pictures of some steps, and of what is there when one fails;
// NOVA_KIND: what its sources' names end in; NOVA_PID and NOVA_STARTS: files with the server's process id, and a line for each start.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { chromium } = createRequire(join(process.env.NOVA_VSCODE, "package.json"))("playwright-core");
const browser = await chromium.launch({
  executablePath: process.env.NOVA_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
page.setDefaultTimeout(120_000);
// What the item in the status bar has said, one after the other.
await page.addInitScript(() => {
  window.novaSaid = [];
  const look = () => {
    const text = document.querySelector('.statusbar-item[id="nova-ls.nova-ls.nova.status"]')?.innerText.trim();
    if (text && text !== window.novaSaid.at(-1)) {
      window.novaSaid.push(text);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
});

const KIND = process.env.NOVA_KIND;
const starts = () => readFileSync(process.env.NOVA_STARTS, "utf8").trim().split("\n").length;
const tell = (...words) => console.log(words.join("\t"));
const picture = (name) => page.screenshot({ path: join(process.env.NOVA_PICTURES, `${name}.png`) });
// The editor draws spaces as no-break spaces.
const plain = (text) => text.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();
const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const type = (text) => page.keyboard.type(text, { delay: 10 });

/** What a place on the page says, as soon as it says what is expected. */
async function says(selector, expected) {
  const found = page.locator(selector).filter({ hasText: expected, visible: true }).first();
  // In one step, for some of what is said goes by itself.
  return plain(await found.evaluate((element) => element.innerText));
}

const rows = () => page.locator(".quick-input-list .monaco-list-row");

/** The quick input: a command after ">", a file, or (no label) a line after ":". */
async function quick(text, label) {
  await press("Escape", "F1");
  await page.locator(".quick-input-box input").fill(text);
  if (label === undefined) {
    await press("Enter");
    await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    await page.locator(".editor-instance .monaco-editor.focused").waitFor();
  } else {
    const row = rows().filter({ has: page.locator(".label-name").getByText(label, { exact: true }) }).first();
    await row.click();
    await row.waitFor({ state: "hidden" });
  }
}
const command = (name) => quick(`>${name}`, name);

/** Put the cursor into a line, as soon as the editor says that it is there. */
async function goTo(line, column) {
  await quick(`:${line}:${column}`);
  await says(".statusbar-item", `Ln ${line}, Col`);
}

/** Show a file, and wait until its editor takes the keys. */
async function open(file) {
  await quick(file, file);
  await says(".tab.active", file);
  await page.locator(`.monaco-editor.focused[data-uri$="/${file}"]`).waitFor();
}

/** A line of the editor in front, as soon as it says what is expected. */
const line = (expected) => says(".editor-instance .view-line", expected);

/** Replace the line at the cursor, without what the editor adds by itself to what is typed. */
async function rewrite(number, text) {
  await goTo(number, 1);
  await press("Shift+End");
  await page.keyboard.insertText(text);
  await line(text.trim());
}

const unchanged = () => page.locator(".tab.active:not(.dirty)").waitFor();

async function save() {
  await press("Control+s");
  await unchanged();
}

async function revert() {
  await command("File: Revert File");
  await unchanged();
}

async function history(expected) {
  await command("Nova: History of the Declaration");
  await says(".quick-input-title", expected);
  await rows().nth(1).waitFor();
}

const STATUS = '.statusbar-item[id="nova-ls.nova-ls.nova.status"]';
const ready = () => page.locator(`${STATUS} .codicon-check`).waitFor();
const status = async () => plain(await page.locator(STATUS).innerText());
const toasts = async () => (await page.locator(".notification-list-item-message").allInnerTexts()).map(plain);
const rowOf = async (text) => page.locator(".suggest-widget .monaco-list-row").filter({ hasText: text }).first();

/** Without a server that runs: one word of it, that says what to do. */
async function missing() {
  await open("Quantity.nova");
  await page.locator(`${STATUS} .codicon-circle-slash`).waitFor();
  await says(".notification-toast", "Nova");
  await page.getByText("Activating Extensions").waitFor({ state: "hidden" }); // which waits for no answer
  await picture("missing");
  tell("toasts", ...(await toasts()));
  tell("actions", ...(await page.locator(".notification-list-item .monaco-button").allInnerTexts()).map(plain));
  tell("coloured", await page.locator(".view-line span[class^=mtk]:not(.mtk1)").count() > 0);
  if ((await page.getByRole("button", { name: "Open Settings" }).count()) > 0) {
    await page.getByRole("button", { name: "Open Settings" }).first().click();
    tell("settings", await says(".settings-editor .setting-item-title", /Path/));
    await picture("settings");
  }
}

/** The tooltip's count of errors, "0" where there is none. */
const errors = async () => (/(\d+) error/.exec(await status()) ?? ["", "0"])[1];

/** Put the cursor before the first place that has a text; `offset`: so far behind its beginning. */
async function goToText(text, offset = 0) {
  await press("Escape", "Control+f");
  await page.locator(".find-widget.visible .input:focus").waitFor();
  await press("Control+a");
  await page.keyboard.insertText(text);
  await page.locator(".find-widget.visible .matchesCount").filter({ hasText: /of/ }).waitFor();
  await press("Enter", "Escape", "ArrowLeft", ...Array(offset).fill("ArrowRight"));
}

/** What test_day.py has told to the other editors, too: each step tells the same. */
async function everyday() {
  await open(`Quantity.${KIND}`);
  await ready();
  tell("started", await errors());

  // An error comes and goes while one types.
  await goTo(36, 44);
  await type(": true");
  await says(STATUS, /1 error/);
  await command("Problems: Focus on Problems View");
  tell("error", /Expected.*?found.*?\./.exec(await says(".markers-panel-container .monaco-table-tr", /Expected/))[0]);
  await command("View: Toggle Problems");
  await goTo(36, 50);
  await press(...Array(6).fill("Backspace"));
  await ready();
  tell("mended", await line("quantity amount measure"));

  await goTo(55, 20);
  await command("Show or Focus Hover");
  tell("hover", await says(".monaco-hover", /convert ::/));
  await press("Escape");

  // Into the library, which is read and not written.
  await goTo(39, 37);
  await press("F12");
  await says(".tab.active", `Maybe.nova`);
  await says(".statusbar-item", /Ln (?!1,)/); // which is where the name is
  await page.locator(`.tab.active [class*="decoration-iconBadge"]`).waitFor(); // the lock
  await type("x");
  await picture("library");
  await unchanged();
  tell("library", "Maybe", "read-only", starts());
  await press("Escape");
  await command("View: Close Editor"); // which asks no question

  // A name that is not in scope comes with its import; another one is imported by a quick fix.
  await says(".tab.active", "Quantity");
  await goTo(51, 1);
  await press("End");
  await page.keyboard.insertText("\n\nsome :: Quantity -> Boolean\nsome q = ");
  await type("isJus");
  await press("Control+Space");
  const entry = await rowOf(/isJust.*Data\.Maybe/);
  await entry.waitFor();
  await picture("completion-with-import");
  await entry.click();
  await page.keyboard.insertText(" (Just q)");
  await ready();
  const some = await line("(Just q)");
  await goTo(17, 1);
  tell("imported", await line("isJust)"), some);
  await goTo(51, 1);
  await press("End");
  await page.keyboard.insertText("\n\nall :: Array Int -> Int\nall numbers = foldl (+) 0 numbers");
  await says(STATUS, /1 error/);
  await goTo(54, 17);
  await page.locator('.lightBulbWidget:visible, [class*="codicon-gutter-lightbulb"]:visible').first().waitFor();
  await press("Control+.");
  await says(".action-widget .monaco-list-row.action", /Import/i);
  await picture("quick-fix");
  await press("Enter");
  await ready();
  await goTo(17, 1);
  tell("fixed", await line("foldl)"));

  // Renamed wherever it is used.
  await goToText("covers available");
  await press("F2");
  await page.locator(".rename-box input").fill("suffices");
  await press("Enter");
  await line("suffices :: Quantity");
  await picture("renamed");
  await command("File: Save All Files");
  await open(`Stock.${KIND}`);
  await goToText("unless (there");
  tell("renamed", await line("`suffices` quantity"));
  await ready();

  // Formatted when it is saved.
  await open(`Quantity.${KIND}`);
  await goToText("scale factor number");
  await press("End", "Shift+Home");
  await page.keyboard.insertText("scale   factor number  =  factor * number");
  await line("factor * number");
  await save();
  tell("formatted", await line("scale factor number = factor * number"));
  await ready();
  tell("saved", "yes", await errors());

  // The versions of the declaration that was renamed.
  await goToText("suffices ::");
  await command("Nova: History of the Declaration");
  const title = await says(".quick-input-title", /suffices/);
  await rows().first().waitFor();
  tell("history", title.replace("History of ", ""), await rows().count());
  await press("Escape");
  tell("servers", starts());
}

/** The window again, after an end of everything: what was found out once is there. */
async function again() {
  await open(`Quantity.${KIND}`);
  await ready();
  const count = await errors();
  await command("Nova: Statistics of the Language Server");
  tell("again", /\d+/.exec(await line('"typed"'))[0], count);

  // What a click on the status offers, and the log.
  await page.locator(STATUS).click();
  await says(".quick-input-title", "Nova");
  tell("menu", ...(await rows().allInnerTexts()).map(plain));
  await picture("menu");
  await rows().first().click();
  tell("log", await says(".part.panel .view-line", /is.running/));
}

/** No server is there: a click installs the one that the extension brings along, and starts it. */
async function install() {
  await open("Quantity.nova");
  await says(".notification-toast", "was not found");
  await page.getByRole("button", { name: "Install nova-ls", exact: true }).first().click();
  await page.locator(`${STATUS} .codicon-check`).waitFor({ timeout: 400_000 });
  tell("installed", await errors());
  tell("log", await says(".part.panel .view-line", /^nova-ls.*is.running/));
  await goTo(55, 20);
  await command("Show or Focus Hover");
  tell("hover", await says(".monaco-hover", /convert ::/));
}

/** A project of PureScript, as it is. */
async function purescript() {
  await open("Main.purs");
  await ready();
  tell("language", await says(".statusbar-item", "PureScript"));
  tell("coloured", (await page.locator(".view-line span[class^=mtk]:not(.mtk1)").count()) > 0);
  tell("indentation", await says(".statusbar-item", /Spaces: \d/));
  await goTo(4, 9);
  await type("true || ");
  tell("error", await says(STATUS, /1 error/));
  await picture("purescript");
}

/** A server that is killed while one types: it comes back, and nothing is lost. */
async function killed() {
  await open("Quantity.nova");
  await ready();
  await goTo(36, 44);
  await type(": true");
  await says(STATUS, /1 error/);
  await goTo(51, 1);
  await press("End");
  for (let time = 1; time <= 5; time++) {
    const before = readFileSync(process.env.NOVA_PID, "utf8");
    process.kill(Number(before), "SIGKILL");
    if (time < 5) {
      // One error more each time: that number is not from the server before.
      await page.keyboard.insertText(`\n\ntyped${time} :: Int\ntyped${time} = true`);
      for (let wait = 0; wait < 600 && readFileSync(process.env.NOVA_PID, "utf8") === before; wait++) {
        await page.waitForTimeout(100);
      }
      await says(STATUS, `${time + 1} errors`);
    }
  }
  await goTo(36, 1);
  tell("text", await line(": true"));
  await says(".notification-toast", "Nova");
  await picture("killed");
  tell("toasts", ...(await toasts()));
  await page.getByRole("button", { name: "Restart", exact: true }).first().click();
  tell("restarted", await says(STATUS, /5 errors/));
}

/** In Restricted Mode: colours, and a word about the server that the workspace has. */
async function restricted() {
  const restrict = page.getByRole("button", { name: /don't trust/i });
  await restrict.click();
  await missing();
}

/** The view of tests: all are run there, then those that a save reaches run by themselves. */
async function tested() {
  const row = (name) => page.locator(".test-explorer .monaco-list-row").filter({ hasText: name }).first();
  const marked = (name, mark) => row(name).locator(`.codicon-testing-${mark}-icon`).waitFor();
  await open("Measure.nova");
  await ready();
  await command("Testing: Focus on Test Explorer View");
  await row("Test.Pantry.Quantity").click();
  await press("ArrowRight");
  await marked("readsBest", "unset");
  await command("Test: Run All Tests");
  await marked("readsBest", "passed");
  await marked("Test.Pantry.Plan", "passed");
  await picture("tests-passed");
  tell("passed", ...(await page.locator(".test-explorer .monaco-list-row").allInnerTexts()).map(plain));

  await open("Quantity.nova");
  await rewrite(76, "  mass = if base >= 2000.0 then Kilogram else Gram");
  await save();
  await marked("readsBest", "failed");
  await says(STATUS, /1 error/);
  await command("Test Results: Focus on Test Results View");
  await picture("tests-failed");
  // The newest run, and below it what ran.
  tell("ran", ...(await page.locator(".test-output-peek-tree .monaco-list-row").allInnerTexts()).map(plain));
}

async function pantry() {
  await open("Quantity.nova");
  await ready();
  tell("ready", await says(".statusbar-item", /^\s*Nova$/));
  tell("status", ...(await page.evaluate(() => window.novaSaid)).map(plain));
  tell("indentation", await says(".statusbar-item", "Spaces: 2"));

  // Reading.
  await goTo(60, 44);
  tell("lens", await says(".codelens-decoration", /once in all/));
  await command("Show or Focus Hover");
  tell("hover", await says(".monaco-hover", /changed/));
  await picture("hover");
  await open("Stock.nova");
  await goTo(65, 18);
  await press("F12");
  await says(".tab.active", "Quantity.nova");
  tell("definition", await says(".statusbar-item", /Ln (?!65,)(?!1,)\d+/));

  // Typing: nothing of this is saved.
  await goTo(36, 44);
  await type(": true");
  tell("typed", await line(": true"));
  await command("Problems: Focus on Problems View");
  tell("diagnostic", await says(".markers-panel-container .monaco-table-tr", /Quantity/));
  await picture("diagnostic");
  await command("View: Toggle Problems");
  await revert();
  await line("{ amount, measure }");
  await goTo(47, 1);
  await press("End");
  await page.keyboard.insertText("\n  where x = ");
  await type("conv");
  await press("Control+Space");
  tell("completion", await says(".suggest-widget .monaco-list-row", /^\W*convert/));
  await picture("completion");
  await press("Escape");
  await revert();

  // History: two versions saved one right after the other.
  await rewrite(61, "  Just rest -> rest.amount > 0.0");
  await save();
  await rewrite(61, "  Just rest -> 0.0 < rest.amount");
  await save();
  tell("saved", await says(".codelens-decoration", /3 times in all/));
  await goTo(59, 3);
  await history(/covers/);
  tell("versions", ...(await rows().allInnerTexts()).map(plain));
  await picture("history");
  await press("ArrowDown", "Enter");
  tell("compared", await says(".tab.active", /covers/));
  tell("then", await says(".monaco-diff-editor .editor.original .view-line", "Just rest"));
  tell("now", await says(".monaco-diff-editor .editor.modified .view-line", "Just rest"));
  await picture("difference");
  await command("View: Close Editor");
  await says(".tab.active", "Quantity.nova");

  await history(/covers/);
  await rows().nth(2).hover();
  await rows().nth(2).locator(".codicon-discard").click();
  tell("restored", await line(">= 0.0"));
  await press("Control+z");
  tell("undone", await line("0.0 < rest.amount"));

  // The same versions in a view that follows the cursor.
  await goTo(59, 3);
  await command("Explorer: Focus on Nova: Versions View");
  const versions = page.locator(".pane", { hasText: "Nova: Versions" }).locator(".monaco-list-row");
  await versions.nth(2).waitFor();
  tell("tree", ...(await versions.allInnerTexts()).map(plain));
  await picture("versions");
  await versions.nth(2).click();
  tell("first", await says(".monaco-diff-editor .editor.original .view-line", "Just rest"));
  await command("View: Close Editor");
  await says(".tab.active", "Quantity.nova");

  await goTo(59, 3);
  await press("Control+.");
  tell("action", await says(".action-widget .monaco-list-row", /History of/));
  tell("action", await says(".action-widget .monaco-list-row.focused", /Restore/));
  await picture("actions");
  await press("Enter");
  tell("restored", await line("rest.amount > 0.0"));
  await press("Control+z");
  tell("undone", await line("0.0 < rest.amount"));
}

/** What is there to be read when a step has failed. */
async function surroundings() {
  const places = [STATUS, ".statusbar-item", ".tab.active", ".monaco-editor-overlaymessage", ".action-widget", ".notification-list-item-message", ".quick-input-widget"];
  const texts = await Promise.all(places.map((place) => page.locator(place).filter({ visible: true }).allInnerTexts()));
  const focus = await page.evaluate(() => document.activeElement?.className);
  return JSON.stringify({ texts: texts.map((each) => each.map(plain)), focus });
}

try {
  await page.goto(process.env.NOVA_URL);
  await page.locator(".monaco-workbench").waitFor();
  await { pantry, missing, everyday, again, install, purescript, killed, restricted, tested }[process.argv[2]]();
} catch (error) {
  await picture("failed");
  console.error(error.stack, await surroundings());
  process.exitCode = 1;
} finally {
  // The page first, which says goodbye.
  await page.close();
  await browser.close();
}
