// A marker opens its card and moves the focus there; the card's link leads back to the marker.
(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let cameFrom = null;

  const bringIntoView = (element) => {
    element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "center" });
    element.focus({ preventScroll: true });
  };

  // A link in the conversation leads to another tab of the page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-tab]");
    if (!link) return;
    event.preventDefault();
    const tabs = [...document.querySelectorAll("button[role=tab]")];
    const tab = tabs.find((one) => one.textContent.trim() === link.dataset.tab);
    if (!tab) return;
    tab.click();
    tab.focus();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.marker, a.back");
    if (!link) return;
    event.preventDefault();
    if (link.classList.contains("back")) {
      const name = CSS.escape(link.dataset.card);
      const marker = document.querySelector(`a.marker[data-card="${name}"]`);
      const target = cameFrom && cameFrom.isConnected && cameFrom.dataset.card === link.dataset.card
        ? cameFrom : marker;
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
    bringIntoView(card);
  });
})();
