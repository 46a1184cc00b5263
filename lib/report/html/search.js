// Searches the logs of a report. It stands in the page as text: no imports, no network, no storage.
"use strict";
(() => {
  const box = document.querySelector("[data-search]");
  if (box === null) return;
  const input = box.querySelector("input[type=search]"), only = box.querySelector("input[type=checkbox]");
  const told = box.querySelector("output");
  const logs = [...document.querySelectorAll("[data-log]")].map((log) => ({
    count: log.querySelector("[data-count]"),
    lines: [...log.querySelectorAll("pre > span")].map((line) => ({ line, text: line.textContent.toLowerCase() })),
  }));
  let hits = [], at = -1, timer;

  const search = () => {
    const wanted = input.value.toLowerCase();
    hits = [];
    move(-1);
    for (const { count, lines } of logs) {
      const isHit = ({ text }) => wanted !== "" && text.includes(wanted);
      const found = lines.filter((each) => each.line.classList.toggle("hit", isHit(each)));
      count.textContent = wanted === "" ? "" : `${found.length} found`;
      hits.push(...found.map(({ line }) => line));
    }
    highlight(wanted);
    tell();
  };

  /** Marks the words themselves, where the browser can do so without changing the page, in lines enough. */
  const highlight = (wanted) => {
    if (globalThis.CSS?.highlights === undefined) return;
    CSS.highlights.set("found", new Highlight(...hits.slice(0, 2000).flatMap((line) => rangesOf(line, wanted))));
  };

  const rangesOf = (line, wanted) => {
    const ranges = [], texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.data.toLowerCase();
      for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
        const range = new Range();
        range.setStart(texts.currentNode, from);
        range.setEnd(texts.currentNode, Math.min(from + wanted.length, texts.currentNode.data.length));
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
    tell();
  };

  const tell = () => {
    const where = at < 0 ? "" : `${at + 1} of `;
    told.textContent = input.value === "" ? "" : `${where}${hits.length} line${hits.length === 1 ? "" : "s"}`;
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
