// Searches the logs of a report. It is inlined into the page, so it has no imports; it uses no network and no storage.
"use strict";
(() => {
  const box = document.querySelector("[data-search]");
  if (box === null) return;
  const input = box.querySelector("input[type=search]"), only = box.querySelector("input[type=checkbox]");
  const status = box.querySelector("output");
  const logs = [...document.querySelectorAll("[data-log]")].map((log) => ({
    count: log.querySelector("[data-count]"),
    lines: [...log.querySelectorAll("pre > span")].map((line) => ({ line, text: line.textContent.toLowerCase() })),
  }));
  let hits = [], at = -1, timer;

  const search = () => {
    const text = input.value.toLowerCase();
    hits = [];
    move(-1);
    for (const { count, lines } of logs) {
      const isHit = (each) => text !== "" && each.text.includes(text);
      const found = lines.filter((each) => each.line.classList.toggle("hit", isHit(each)));
      count.textContent = text === "" ? "" : `${found.length} found`;
      hits.push(...found.map(({ line }) => line));
    }
    highlight(text);
    showStatus();
  };

  /** Highlights the text itself in the first 2000 lines, if the browser supports the CSS Custom Highlight API. */
  const highlight = (text) => {
    if (globalThis.CSS?.highlights === undefined) return;
    CSS.highlights.set("found", new Highlight(...hits.slice(0, 2000).flatMap((line) => rangesOf(line, text))));
  };

  const rangesOf = (element, text) => {
    const ranges = [], nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const line = nodes.currentNode.data.toLowerCase();
      for (let from = line.indexOf(text); from >= 0; from = line.indexOf(text, from + text.length)) {
        const range = new Range();
        range.setStart(nodes.currentNode, from);
        range.setEnd(nodes.currentNode, Math.min(from + text.length, nodes.currentNode.data.length));
        ranges.push(range);
      }
    }
    return ranges;
  };

  const move = (to) => {
    document.querySelector(".here")?.classList.remove("here");
    at = to;
    const line = hits[at];
    if (line === undefined) return;
    line.classList.add("here");
    line.closest("details").open = true;
    line.scrollIntoView({ block: "center" });
  };

  const step = (by) => {
    if (hits.length > 0) move(at < 0 && by < 0 ? hits.length - 1 : (at + by + hits.length) % hits.length);
    showStatus();
  };

  const showStatus = () => {
    const where = at < 0 ? "" : `${at + 1} of `;
    status.textContent = input.value === "" ? "" : `${where}${hits.length} line${hits.length === 1 ? "" : "s"}`;
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
  });
  for (const button of box.querySelectorAll("button")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  only.addEventListener("change", () => box.parentElement.classList.toggle("only-hits", only.checked));
  box.hidden = false;
})();
