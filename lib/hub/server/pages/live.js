// Keeps a page of the hub up to date. It stands in the page as text: no imports, no storage.
"use strict";
(() => {
  const state = document.querySelector("[data-live]");
  let timer;

  const show = (word, mark) => {
    if (state.textContent !== `${mark} ${word}`) state.textContent = `${mark} ${word}`;
  };

  /** Takes the content of the page as it is now; focus and scrolling stay where they are. */
  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => undefined);
    if (answer?.ok !== true) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = document.querySelector("main"), next = page.querySelector("main");
    if (next === null || now.innerHTML === next.innerHTML) return;
    const focused = selector(document.activeElement), { scrollX, scrollY } = globalThis;
    now.replaceChildren(...next.childNodes);
    document.title = page.title;
    if (focused !== undefined) now.querySelector(focused)?.focus({ preventScroll: true });
    scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  };

  /** How the same element is found again; undefined for one that is not in the content. */
  const selector = (element) => {
    if (element === null || element.closest("main") === null) return undefined;
    const href = element.getAttribute("href");
    if (element.id !== "") return `#${CSS.escape(element.id)}`;
    return href === null ? undefined : `${element.localName}[href="${CSS.escape(href)}"]`;
  };

  /** One refresh for all that comes within a moment. */
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, 200);
  };

  const connect = () => {
    const stream = new EventSource("/progress/stream");
    stream.onopen = () => {
      show("live", "●");
      soon(); // what came since the page was made, or while the connection was lost
    };
    stream.onmessage = soon;
    stream.onerror = () => {
      show("connection lost", "○");
      // An answer that is no stream ends it for good; a broken connection is tried again by the browser.
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
    };
  };
  connect();
})();
