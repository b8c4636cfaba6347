// Copying: a citation, an answer with its references, a link to a question.
(() => {
  const base = () => new URL(location.origin + location.pathname);

  // Returns whether it was copied. Without permission, or on a page that is not secure, the older
  // way is tried, which needs none.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "unseen";
      const focused = document.activeElement;
      document.body.append(area);
      area.select();
      let copied = false;
      try { copied = document.execCommand("copy"); } catch { /* Told below. */ }
      area.remove();
      focused?.focus?.({ preventScroll: true });
      return copied;
    }
  };

  // The text stands there in any case, to be seen and to be selected by hand.
  const tell = (place, told, text) => {
    place.replaceChildren();
    const word = document.createElement("b");
    word.textContent = told;
    place.append(word);
    if (text) {
      const copied = document.createElement("span");
      copied.textContent = text;
      place.append(" ", copied);
    }
  };

  const copied = async (place, text) => {
    tell(place, (await copy(text)) ? "Copied." : "Select this and copy it:", text);
  };

  const references = async (papers, form) => {
    const address = new URL("cite", base());
    address.searchParams.set("form", form);
    for (const paper of papers) address.searchParams.append("paper", paper);
    const reply = await fetch(address);
    if (!reply.ok) throw new Error(await reply.text());
    return (await reply.text()).trimEnd();
  };

  // The sentences with numbers of papers, not of passages, and the papers in that order.
  const answerOf = async (turn) => {
    const papers = [], lines = [turn.querySelector(".q").textContent, ""];
    for (const line of turn.querySelectorAll(".answer > h3, .answer > p")) {
      if (line.matches(".struck")) continue;
      if (line.matches("h3")) {
        lines.push("", line.textContent);
        continue;
      }
      const numbers = [...line.querySelectorAll("a.marker")].map((marker) => {
        const card = document.getElementById(marker.dataset.card);
        const paper = card?.querySelector("[data-cited]")?.dataset.cited;
        if (paper && !papers.includes(paper)) papers.push(paper);
        return papers.indexOf(paper) + 1;
      });
      const chips = [...line.querySelectorAll(".chip, .origin")].map((one) => one.textContent);
      const aside = chips.length ? ` (${chips.join(", ")})` : "";
      lines.push(`${line.querySelector("bdi").textContent} [${numbers.join(", ")}]${aside}`);
    }
    const list = await references(papers, "ama");
    return [...lines, "", "References", papers.length > 1 ? list : `1. ${list}`].join("\n");
  };

  const texts = {
    answer: (turn) => answerOf(turn),
    link: (turn) => new URL(turn.dataset.link, base()).href,
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-cite-as], [data-copy]");
    if (!button || event.detail > 1) return;
    const held = button.closest(".card, .turn");
    const place = held.querySelector(":scope > .copied");
    try {
      const { citeAs, cited, copy: what } = button.dataset;
      await copied(place, citeAs ? await references([cited], citeAs) : await texts[what](held));
    } catch (error) {
      const away = error instanceof TypeError;
      tell(place, away ? "Not copied: the server does not answer." : `Not copied: ${error.message}`);
    }
  });
})();
