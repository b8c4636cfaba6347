// The hand-out as it is shown; everything goes in as text, never as markup.
const handoutShown = (() => {
  const { now, read, count, entryOf } = handout;

  const root = () => document.querySelector("#handout .handout");
  const within = (selector) => root()?.querySelector(selector);
  const toast = document.createElement("div");
  toast.className = "handout-toast";
  toast.setAttribute("role", "status");
  let fading = 0;

  const tell = (words) => {
    const line = within(".told p");
    if (line) line.textContent = words;
    const button = within("[data-do=undo]");
    if (button) button.hidden = handoutUse.undo.length === 0;
  };

  const pop = (words) => {
    clearTimeout(fading);
    const link = make("a", "", "Open the hand-out");
    link.href = "#handout";
    link.dataset.tab = "Hand-out";
    toast.replaceChildren(make("span", "", words), " ", link);
    toast.classList.add("on");
    fading = setTimeout(() => toast.classList.remove("on"), 8000);
  };

  const make = (tag, look = "", words = "") => {
    const made = document.createElement(tag);
    if (look) made.className = look;
    if (words) made.textContent = words;
    return made;
  };

  const button = (act, words, name, off = false) => {
    const made = make("button", "", words);
    made.type = "button";
    made.dataset.act = act;
    made.setAttribute("aria-label", `${words}: ${name}`);
    if (off) made.setAttribute("aria-disabled", "true");
    return made;
  };

  const area = (label, field, value, most) => {
    const made = make("label", "", label);
    const box = make("textarea");
    Object.assign(box, { value, rows: Math.min(6, 1 + Math.floor(value.length / 70)), maxLength: most });
    box.dataset.in = field;
    made.append(box);
    return made;
  };

  const shownItem = (item, index, all) => {
    const entry = entryOf(item);
    const name = `${index + 1}, ${entry.source || item.source || "a sentence"}`;
    const made = make("li", entry.state && entry.state !== "held" ? "entry off" : "entry");
    const several = new Set(all.map((one) => one.question)).size > 1;
    if (several && item.question !== all[index - 1]?.question) {
      made.append(make("p", "asked", item.question || "Collected without a question"));
    }
    const head = make("p", "by");
    head.append(make("span", "rank", String(index + 1)), make("b", "", entry.source || item.source || ""));
    if (entry.place) head.append(` · ${entry.place}`);
    if (entry.digest) head.append(" ", make("span", "chip old", "Digest, not the paper's words"));
    made.append(head);
    if (entry.title) made.append(make("p", "work", entry.title));
    made.append(make("blockquote", "", item.quote));
    for (const { label, words } of entry.warnings) {
      const care = make("p", "care");
      care.append(make("b", "", label), ` ${words}`);
      made.append(care);
    }
    made.append(area("Your note", "note", item.note || "", 5000));
    const acts = make("p", "row");
    acts.append(button("up", "Move up", name, index === 0),
      button("down", "Move down", name, index === all.length - 1), button("remove", "Remove", name));
    made.append(acts);
    return made;
  };

  const shownClaim = (one) => {
    const claim = now.looked?.corrections.find((each) => each.claim_id === one.claim_id);
    const made = make("li", "claim");
    const words = make("p");
    words.append(make("b", "", claim ? `Claim (${claim.kind}): ` : ""), claim?.statement ?? one.claim_id);
    const acts = make("p", "row");
    acts.append(button("remove", "Remove", claim?.statement ?? one.claim_id));
    made.append(words, acts);
    return made;
  };

  const shownQuestion = (text, index) => {
    const made = make("li", "question");
    made.append(area(`Question ${index + 1}`, "discussion", text, 2000),
      button("remove", "Remove", `question ${index + 1}`));
    return made;
  };

  const render = () => {
    const state = read();
    const tab = [...document.querySelectorAll("#tabs button[role=tab]")]
      .find((one) => one.textContent.trim() === "Hand-out");
    if (tab) tab.dataset.count = count(state) || "";
    if (!root()) return;
    within(".none").hidden = count(state) > 0;
    within(".some").hidden = count(state) === 0;
    for (const name of ["title", "answer"]) {
      const box = within(`[data-field=${name}]`);
      if (box !== document.activeElement) box.value = state[name];
    }
    within(`[data-style=${state.style === "apa" ? "apa" : "ama"}]`).checked = true;
    within(".claims").hidden = state.corrections.length === 0;
    within(".corrections").replaceChildren(...state.corrections.map(shownClaim));
    within(".items").replaceChildren(...state.items.map(shownItem));
    within(".discussion").replaceChildren(...state.discussion.map(shownQuestion));
    within(".grade").textContent = !now.looked ? "" : now.looked.grade === null
      ? "Reading level: too little text to tell."
      : `Reading level: Flesch-Kincaid grade ${Math.round(now.looked.grade)} (12 is the last year of US school).`;
    within(".library").textContent = !now.looked ? "" : `Library ${now.looked.snapshot.slice(0, 6)}.`
      + (now.looked.before ? ` It has changed since you collected from ${now.looked.before.slice(0, 6)}; every `
        + "sentence was looked up again." : "")
      + (now.looked.lost ? ` ${now.looked.lost} of ${now.looked.entries.length} not found: see the marked ones.` : "");
    within("[data-do=undo]").hidden = handoutUse.undo.length === 0;
  };

  return { root, within, toast, tell, pop, make, render };
})();
