/** The page's own program: it shows what it is sent, and says where somebody clicks. */
import type { PageMessage, ShowMessage } from "../messages.ts";

declare function acquireVsCodeApi(): {
  readonly postMessage: (message: PageMessage) => void;
};

const editor = acquireVsCodeApi();
const main = document.getElementById("portfolio");

/** Which parts are folded out stays so from one drawing to the next. */
function openParts(root: HTMLElement): ReadonlySet<string> {
  return new Set([...root.querySelectorAll("details[open] > summary")].map((one) => one.textContent ?? ""));
}

window.addEventListener("message", ({ data }: MessageEvent<ShowMessage>) => {
  if (main === null || data.type !== "show") return;
  const open = openParts(main);
  const focused = document.activeElement?.getAttribute("data-line");
  main.innerHTML = data.body;
  for (const part of main.querySelectorAll("details"))
    if (open.has(part.querySelector("summary")?.textContent ?? "")) part.open = true;
  if (focused !== null && focused !== undefined)
    main
      .querySelector<HTMLElement>(`button[data-line="${CSS.escape(focused)}"]`)
      ?.focus({ preventScroll: true });
});

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  const part = target.closest("[data-uri]");
  const uri = part?.getAttribute("data-uri");
  const line = Number(part?.getAttribute("data-line"));
  if (uri !== null && uri !== undefined && Number.isInteger(line))
    editor.postMessage({ type: "reveal", uri, line });
});

editor.postMessage({ type: "ready" });
