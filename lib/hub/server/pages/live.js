// Keeps a page of the hub up to date. It is inlined into the page, so it has no imports; it uses no storage.
"use strict";
(() => {
  const state = document.querySelector("[data-live]");
  let timer;

  const show = (word, mark) => {
    if (state.textContent !== `${mark} ${word}`) state.textContent = `${mark} ${word}`;
  };

  /** Loads the page again and replaces its content. Keeps focus and scroll position. */
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

  /** Returns a selector that finds the same element in the new content; undefined for an element outside of it. */
  const selector = (element) => {
    if (element === null || element.closest("main") === null) return undefined;
    const href = element.getAttribute("href");
    if (element.id !== "") return `#${CSS.escape(element.id)}`;
    return href === null ? undefined : `${element.localName}[href="${CSS.escape(href)}"]`;
  };

  /** Starts one refresh for all events within 200 ms. */
  const refreshSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, 200);
  };

  const connect = () => {
    const stream = new EventSource("/progress/stream");
    stream.onopen = () => {
      show("live", "●");
      refreshSoon(); // there may be new events since the page was made, or since the connection was lost
    };
    stream.onmessage = refreshSoon;
    stream.onerror = () => {
      show("connection lost", "○");
      // The browser reconnects after a broken connection, but not after an answer that is not an event stream.
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
    };
  };
  connect();
})();
