/** Prints one part of the page and nothing else, by a frame of its own. */

const STYLE = `
  body { margin: 0; width: 72mm; font: 12px/1.3 system-ui, sans-serif; overflow-wrap: anywhere; }
  table { width: 100%; border-collapse: collapse; }
  th, td { padding: 2px 0; text-align: start; font-weight: 400; vertical-align: top; }
  td:last-child { text-align: end; white-space: nowrap; }
`;

export function printPart(part: HTMLElement): void {
  const frame = document.createElement("iframe");
  frame.style.cssText = "position: fixed; inset: auto 0 0 auto; width: 0; height: 0; border: none;";
  frame.setAttribute("aria-hidden", "true");
  document.body.append(frame);
  const { contentWindow, contentDocument } = frame;
  if (!contentWindow || !contentDocument) {
    frame.remove();
    return;
  }
  contentDocument.documentElement.lang = document.documentElement.lang;
  const style = contentDocument.createElement("style");
  style.textContent = STYLE;
  contentDocument.head.append(style);
  contentDocument.body.append(contentDocument.importNode(part, true));
  contentWindow.addEventListener("afterprint", () => frame.remove());
  contentWindow.print();
}
