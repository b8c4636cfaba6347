// What a person does with the hand-out; the files are joined by name, so this one comes last.
const handoutUse = (() => {
  const { KEY, EMPTY, now, read, write, change, same, count, post } = handout;
  const { root, within, toast, tell, pop, make, render } = handoutShown;
  const MOST = 200;
  const undo = [];
  let busy = false;

  const look = async () => {
    try { await handout.look(); } catch (error) { tell(error.message); return; }
    // A person who is writing is not interrupted.
    const at = document.activeElement;
    if (root()?.contains(at) && at.matches("textarea")) return;
    const place = placeOf(at);
    render();
    focusOn(place);
  };

  const take = async (pressed) => {
    if (busy) return;
    busy = true;
    pressed.setAttribute("aria-disabled", "true");
    tell(`Making it: ${pressed.textContent} …`);
    try {
      const answer = await post(pressed.dataset.take, read());
      const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "handout";
      const link = make("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      await look();
      tell(`Saved: ${name}.` + (now.looked?.lost
        ? ` ${now.looked.lost} of ${now.looked.entries.length} sentences were not found again and are marked in it.` : ""));
    } catch (error) { tell(error.message); }
    busy = false;
    pressed.removeAttribute("aria-disabled");
  };

  // What a person does.

  const LISTS = { entry: "items", claim: "corrections", question: "discussion" };
  const placeOf = (element) => {
    const row = element?.closest?.("#handout li");
    if (!row) return null;
    const list = LISTS[row.classList[0]];
    return { list, index: [...row.parentElement.children].indexOf(row), act: element.dataset.act };
  };
  const focusOn = (place) => {
    if (!place?.act) return;
    const row = within(`.${place.list}`)?.children[place.index];
    row?.querySelector(`[data-act=${place.act}]`)?.focus();
  };

  const act = (pressed) => {
    const place = placeOf(pressed);
    if (!place || pressed.getAttribute("aria-disabled")) return;
    const { list, index } = place;
    if (place.act === "remove") {
      change((state) => { undo.push({ list, index, value: state[list].splice(index, 1)[0] }); });
      render();
      tell("Removed.");
      within("[data-do=undo]").focus();
      look();
      return;
    }
    const to = index + (place.act === "up" ? -1 : 1);
    const state = change((kept) => { kept[list].splice(to, 0, ...kept[list].splice(index, 1)); });
    render();
    focusOn({ ...place, index: to });
    tell(`Moved to place ${to + 1} of ${state[list].length}.`);
  };

  const DO = {
    undo: () => {
      const last = undo.pop();
      if (!last) return;
      if (last.all) {
        // What was collected since stays, after what is put back.
        const since = read().items.filter((item) => !last.all.items.some((one) => same(one, item)));
        write({ ...last.all, items: [...last.all.items, ...since] });
      } else change((state) => { state[last.list].splice(last.index, 0, last.value); });
      render();
      tell("Put back.");
      look();
      if (last.list) focusOn({ list: last.list, index: last.index, act: "remove" });
    },
    empty: () => {
      undo.push({ all: read() });
      write(structuredClone(EMPTY));
      now.looked = null;
      render();
      tell("A new hand-out is begun.");
      within("[data-do=undo]").focus();
    },
    ask: () => {
      const state = change((kept) => { if (kept.discussion.length < 20) kept.discussion.push(""); });
      render();
      within(".discussion").children[state.discussion.length - 1].querySelector("textarea").focus();
    },
    suggest: async () => {
      await look();
      let added = 0;
      change((state) => {
        for (const words of now.looked?.suggestions ?? []) {
          if (state.discussion.includes(words)) continue;
          const free = state.discussion.findIndex((text) => !text.trim());
          if (free >= 0) state.discussion[free] = words;
          else state.discussion.push(words);
          added += 1;
        }
      });
      render();
      tell(added ? `${added} suggested; change them as you like.` : "The evidence suggests nothing more.");
    },
  };

  const collect = (items, corrections) => {
    let added = 0, full = false;
    const state = change((kept) => {
      for (const item of items) {
        if (kept.items.some((other) => same(other, item))) continue;
        if (kept.items.length >= MOST) { full = true; continue; }
        kept.items.push({ question: "", note: "", ...item });
        added += 1;
      }
      for (const one of corrections) {
        if (kept.corrections.some((other) => other.claim_id === one.claim_id)) continue;
        kept.corrections.push(one);
        added += 1;
      }
    });
    pop(full ? `The hand-out is full: it takes ${MOST} sentences.`
      : added === 0 ? "Already in the hand-out." : `Added to the hand-out, which now holds ${count(state)}.`);
    render();
    look();
  };

  const collectFrom = (element) => {
    const { handout: one, handoutAnswer: whole } = element.dataset;
    if (one) {
      const { question, passage_id, quote, note } = JSON.parse(one);
      collect([{ question, passage_id, quote, note: note || "" }], []);
      return;
    }
    const { question, passages, premise } = JSON.parse(whole);
    const items = passages.map(({ passage_id, quote }) => ({ question, passage_id, quote }));
    if (items.length || premise) collect(items, premise ? [{ claim_id: premise, question }] : []);
    else pop("This answer quotes nothing that could be added.");
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.(
      "[data-handout], [data-handout-answer], #handout [data-act], #handout [data-do], #handout [data-take]");
    if (!pressed) return;
    const { act: row, do: does, take: form } = pressed.dataset;
    if (row) act(pressed);
    else if (does) DO[does]();
    else if (form) take(pressed);
    else collectFrom(pressed);
  });

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.closest?.("#handout")) return;
    if (box.dataset.field) change((state) => { state[box.dataset.field] = box.value; });
    else if (box.dataset.style) change((state) => { state.style = box.dataset.style; });
    else {
      const place = placeOf(box);
      if (!place) return;
      change((state) => {
        if (box.dataset.in === "note") state.items[place.index].note = box.value;
        else state.discussion[place.index] = box.value;
      });
    }
  });

  // Changes of another tab, the tab being opened, and its first appearance.
  window.addEventListener("storage", (event) => { if (event.key === KEY) { render(); look(); } });
  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.("button[role=tab]");
    if (tab?.textContent.trim() === "Hand-out") { render(); look(); }
  });
  new MutationObserver((_, observer) => {
    if (!document.querySelector("#tabs button[role=tab]")) return;
    // The tab itself is not there before it is opened; its name, with the count, is.
    if (!toast.isConnected) { document.body.append(toast); render(); }
    if (!root()) return;
    observer.disconnect();
    render();
    look();
  }).observe(document.documentElement, { childList: true, subtree: true });

  return { undo };
})();
