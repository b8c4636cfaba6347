// What every tab uses: opening another tab, reading a message aloud, and the way past the head.
// A link with data-tab opens the tab of that name; so does an event "open-tab" with its name.
(() => {
  const openTab = (name) => {
    const tabs = [...document.querySelectorAll("button[role=tab]")];
    const tab = tabs.find((one) => one.textContent.trim() === name);
    if (!tab) return null;
    tab.click();
    return tab;
  };

  document.addEventListener("open-tab", (event) => openTab(event.detail));

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-tab]");
    if (!link) return;
    event.preventDefault();
    openTab(link.dataset.tab)?.focus();
  });

  document.addEventListener("click", (event) => {
    const skip = event.target.closest("a.skip");
    if (!skip) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("open-tab", { detail: "Ask" }));
    document.querySelector(`${skip.hash} textarea`)?.focus();
  });

  // Read once by a screen reader and seen by nobody; an event "say" brings the text. What is
  // said is added line by line, so that nothing is read a second time.
  const said = document.createElement("div");
  said.id = "said";
  said.className = "unseen";
  said.setAttribute("role", "log");
  said.setAttribute("aria-label", "What happens on the page");
  document.body.append(said);
  document.addEventListener("say", (event) => {
    const line = document.createElement("p");
    line.textContent = event.detail;
    said.append(line);
    while (said.childElementCount > 40) said.firstElementChild.remove();
  });
})();
