// What Gradio's own controls leave out, for those who do not see them: names and states.
(() => {
  const mends = {
    // A box that is named by its title alone.
    "input[title]:not([aria-label])": (box) => box.setAttribute("aria-label", box.title),
    // The head of a fold does not say whether it is open, and reads its arrow aloud.
    "button.label-wrap": (head) => {
      head.setAttribute("aria-expanded", String(head.classList.contains("open")));
      head.querySelector(".icon")?.setAttribute("aria-hidden", "true");
    },
  };

  let waits = false;
  const mend = () => {
    waits = false;
    for (const [what, how] of Object.entries(mends)) document.querySelectorAll(what).forEach(how);
  };
  const soon = () => {
    if (waits) return;
    waits = true;
    setTimeout(mend, 50);
  };
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] };
  new MutationObserver(soon).observe(document.documentElement, changes);
})();
