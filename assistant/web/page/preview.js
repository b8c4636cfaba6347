// What a marker quotes, shown beside it: on hovering, on focus, and on a first tap.
// It can be pointed at, stays while the pointer or the focus does, and goes with Escape.
(() => {
  const LINKS = "a.marker, a.opens";
  const REST = 250;
  let shown = null, going = 0, dismissed = null;

  const preview = document.createElement("div");
  preview.id = "preview";
  preview.setAttribute("role", "tooltip");
  preview.hidden = true;
  document.body.append(preview);

  const part = (tag, text, name = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = name;
    return made;
  };

  const quoted = (card, link) => {
    const place = link.dataset.quote;
    const marks = place === undefined ? "mark" : `mark[data-quote="${CSS.escape(place)}"]`;
    return [...card.querySelectorAll(marks)].map((mark) => mark.textContent).join(" ");
  };

  const show = (link, isTap) => {
    const card = document.getElementById(link.dataset.card);
    if (!card) return;
    clearTimeout(going);
    hide();
    // Quotation marks are for a paper's own words alone.
    const isDigest = card.dataset.origin === "digest";
    const words = quoted(card, link);
    const cited = isDigest ? `${card.dataset.cite} · our digest` : card.dataset.cite;
    preview.replaceChildren(part("p", cited, "from"));
    if (words) preview.prepend(part(isDigest ? "p" : "q", words, "words"));
    if (isTap) preview.append(part("p", "Tap the number again to open its card.", "tap"));
    preview.hidden = false;
    link.setAttribute("aria-describedby", "preview");
    shown = link;
    place(link);
  };

  const place = (link) => {
    const at = link.getBoundingClientRect(), box = preview.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left - 24), document.documentElement.clientWidth - box.width - 8);
    const below = at.bottom + 6 + box.height <= innerHeight || at.top < box.height + 6;
    preview.style.left = `${Math.max(8, left)}px`;
    preview.style.top = `${below ? at.bottom + 6 : at.top - box.height - 6}px`;
  };

  const hide = () => {
    preview.hidden = true;
    shown?.removeAttribute("aria-describedby");
    shown = null;
  };

  const hideSoon = () => {
    clearTimeout(going);
    going = setTimeout(() => {
      if (shown && shown !== document.activeElement && !preview.matches(":hover")) hide();
    }, REST);
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = event.target.closest(LINKS);
    if (link && link !== shown && link !== dismissed) show(link);
    else if (event.target.closest("#preview")) clearTimeout(going);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch") return;
    if (!event.target.closest(`${LINKS}, #preview`)) return;
    dismissed = null;
    hideSoon();
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest?.(LINKS);
    if (link) {
      if (link.matches(":focus-visible")) show(link);
    } else if (shown) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === shown) hideSoon();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    dismissed = shown;
    hide();
    event.stopPropagation();
  }, true);
  addEventListener("scroll", () => shown && place(shown), { capture: true, passive: true });
  new MutationObserver(() => shown && !shown.isConnected && hide())
    .observe(document.documentElement, { childList: true, subtree: true });

  // The first tap on a number shows, the second opens; a mouse and the keyboard open at once.
  addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS);
    if (!link) {
      if (shown && !event.target.closest?.("#preview")) hide();
      return;
    }
    if (event.pointerType === "touch" && shown !== link) {
      event.preventDefault();
      event.stopPropagation();
      show(link, true);
    } else hide();
  }, true);
})();
