// A marker opens its card and moves the focus there; the card's link leads back to the marker.
// So does a source of a correction that is among the evidence. Cards show pages and copy citations.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let cameFrom = null;

  const bringIntoView = (element) => {
    element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "center" });
    element.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.marker, a.opens, a.back");
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    if (link.classList.contains("back")) {
      const name = CSS.escape(link.dataset.card);
      const marker = document.querySelector(`a.marker[data-card="${name}"]`);
      const isSame = cameFrom?.isConnected && cameFrom.dataset.card === link.dataset.card;
      const turn = document.getElementById(link.dataset.card.split("-")[0]);
      const target = isSame ? cameFrom : marker ?? turn;
      if (target) bringIntoView(target);
      return;
    }
    const card = document.getElementById(link.dataset.card);
    if (!card) return;
    cameFrom = link;
    for (let fold = card.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    document.querySelectorAll(".card.on").forEach((other) => other.classList.remove("on"));
    card.classList.add("on");
    card.scrollIntoView({
      behavior: calm.matches ? "auto" : "smooth",
      block: card.offsetHeight > innerHeight * 0.8 ? "start" : "center",
    });
    card.focus({ preventScroll: true });
  });

  // A page of the paper, drawn when it is asked for.
  const near = (path) => new URL(path, location.origin + location.pathname.replace(/[^/]*$/, ""));

  const show = (pages, number, of) => {
    const { passage, marks } = pages.dataset;
    const image = pages.querySelector("img");
    pages.dataset.page = number;
    image.alt = `Page ${number} of the paper${marks ? ", the words boxed where they stand" : ""}`;
    image.src = near(`page/${passage}/${number}.png?marks=${marks}`);
    pages.querySelector(".told").textContent = "";
    pages.querySelector(".where").textContent = `Page ${number}${of ? ` of ${of}` : ""}`;
    for (const button of pages.querySelectorAll("[data-turn]")) {
      const next = number + Number(button.dataset.turn);
      button.setAttribute("aria-disabled", String(next < 1 || Boolean(of && next > of)));
    }
  };

  document.addEventListener("toggle", async (event) => {
    const pages = event.target;
    if (!pages.matches?.("details.picture") || !pages.open) return;
    if (pages.querySelector("img").getAttribute("src")) return;
    let page = Number(pages.dataset.page), of = 0;
    try {
      const { passage, marks } = pages.dataset;
      const reply = await fetch(near(`printed/${passage}?marks=${marks}`));
      if (reply.ok) ({ page, pages: of } = await reply.json());
    } catch { /* The picture itself tells that the server is gone. */ }
    pages.dataset.of = of;
    show(pages, page, of);
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("details.picture [data-turn]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const pages = button.closest("details.picture");
    const number = Number(pages.dataset.page) + Number(button.dataset.turn);
    show(pages, number, Number(pages.dataset.of));
  });

  document.addEventListener("error", (event) => {
    const pages = event.target.closest?.("details.picture");
    if (!pages || !event.target.getAttribute("src")) return;
    pages.querySelector(".told").textContent =
      "This page cannot be shown: the paper has gone from the library, or the server is away.";
    event.target.removeAttribute("src");
  }, true);
})();
