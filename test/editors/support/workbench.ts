/** A hand on the keyboard of VS Code, in a browser. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from "playwright-core";
import { artefacts } from "./places.ts";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Workbench {
  readonly page: Page;
  /** leaves the folder that is open for another */
  readonly go: (url: string) => Promise<void>;
  /** opens a file by the beginning of its path */
  readonly open: (path: string) => Promise<void>;
  /** puts the cursor behind the first place of a text in the file that is open, by “Find” */
  readonly find: (text: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** asks for completions until one with this text is shown */
  readonly suggestion: (text: string) => Promise<void>;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** runs a command by its title */
  readonly command: (title: string) => Promise<void>;
  readonly save: () => Promise<void>;
  /** the page in a webview panel */
  readonly webview: () => FrameLocator;
  readonly status: (text: string) => Locator;
  /** a line of a text that is open */
  readonly line: (text: string) => Locator;
  /** what the editor says in its corner */
  readonly notification: (text: string) => Locator;
  /** what the terminal shows */
  readonly terminal: (text: string) => Locator;
  readonly picture: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Asks until something is shown; between two tries it takes the question back. */
async function appears(
  shown: Locator,
  ask: () => Promise<void>,
  back: () => Promise<void>,
  failure: string,
): Promise<void> {
  for (let patience = 10; patience >= 0; patience -= 1) {
    await ask();
    const there = await shown.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (there) return;
    await back();
  }
  throw new Error(failure);
}

export async function openWorkbench(program: string, url: string): Promise<Workbench> {
  const browser: Browser = await chromium.launch({ executablePath: program, args: quiet });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(30_000);
  const go = async (to: string): Promise<void> => {
    await page.goto(to);
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  };
  await go(url);

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const pick = async (input: string, row: string): Promise<void> => {
    await page.locator(".quick-input-widget input:focus").first().waitFor();
    await page.keyboard.type(input);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: row }).first().click();
  };
  const status = (text: string): Locator => page.locator(".statusbar-item", { hasText: text }).first();
  const isSaved = page.locator(".tab.active.dirty");
  return {
    page,
    go,
    open: async (path) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      await press("Control+p");
      await pick(path, name);
      await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
      await page.locator(".editor-instance .monaco-editor.focused .view-line").first().waitFor();
    },
    find: async (text) => {
      await press("Control+Home", "Control+f");
      const input = page.locator(".find-widget.visible textarea").first();
      await input.and(page.locator(":focus")).waitFor();
      // What was looked for before is there still, and the same text again would be no change.
      await input.fill("");
      await input.fill(text);
      // The first place is found as one types, and stays selected when the widget goes.
      await status(`(${text.length} selected)`).waitFor();
      // Escape would take a notification away first, where there is one.
      await page.locator(".find-widget.visible .codicon-widget-close").click();
      await page.locator(".find-widget.visible").waitFor({ state: "detached" });
      await press("ArrowRight");
      await status("selected").waitFor({ state: "detached" });
    },
    type: (text) => page.keyboard.type(text),
    suggestion: async (text) => {
      const row = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: text }).first();
      // What was typed may have opened the list a moment before, half drawn: asked again, it folds its details instead.
      await appears(
        row,
        () => press("Control+Space"),
        () => press("Escape"),
        `no completion “${text}”`,
      );
    },
    press,
    command: async (title) => {
      // The palette lists the commands that there are when it opens: those of an extension come a moment after the folder.
      const row = page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
      const ask = async (): Promise<void> => {
        await press("F1");
        await page.locator(".quick-input-widget input:focus").first().waitFor();
        await page.keyboard.type(title);
      };
      await appears(row, ask, () => press("Escape"), `there is no command “${title}”`);
      await row.click();
    },
    save: async () => {
      await press("Control+s");
      await isSaved.waitFor({ state: "detached" });
    },
    webview: () => page.frameLocator("iframe.webview.ready").frameLocator("#active-frame"),
    status,
    line: (text) => page.locator(".view-line", { hasText: text }).first(),
    notification: (text) => page.locator(".notification-toast-container", { hasText: text }).first(),
    terminal: (text) => page.locator(".xterm-rows > div:visible", { hasText: text }).first(),
    picture: async (name) => {
      mkdirSync(artefacts, { recursive: true });
      await page.screenshot({ path: join(artefacts, `${name}.png`) });
    },
    close: () => browser.close(),
  };
}
