// The table of papers: searched, limited, sorted and turned page by page, marked, exported.
(() => {
  const { find, ask, once, download } = papersPage;
  const marked = new Set();
  const state = { order: "name", falling: false, page: 1, revision: null, shown: 0 };
  let latest = 0;
  let stale = true;
  let typing = null;

  const visible = () => Boolean(find("shelf")?.offsetParent);

  const query = () => {
    const told = new URLSearchParams();
    new FormData(find("wanted")).forEach((value, name) => { if (value) told.append(name, value); });
    told.set("order", state.order);
    if (state.falling) told.set("falling", "1");
    return told;
  };

  const load = async () => {
    if (!visible()) { stale = true; return; }
    stale = false;
    const turn = ++latest;
    const wanted = query();
    wanted.set("page", state.page);
    let answer;
    try {
      answer = await (await ask(`papers/table?${wanted}`)).json();
    } catch (error) {
      if (turn === latest) find("count").textContent = error.message;
      return;
    }
    if (turn !== latest) return;
    show(answer);
  };

  const show = (answer) => {
    const focus = document.activeElement?.dataset?.order;
    find("rows").innerHTML = answer.table;
    if (find("count").textContent !== answer.count) find("count").textContent = answer.count;
    state.shown = answer.shown;
    if (state.revision !== answer.revision) {
      state.revision = answer.revision;
      find("choices").innerHTML = answer.choices;
      if (find("holdings").open) picture();
    }
    find("rows").querySelectorAll("td.mark input").forEach((box) => {
      box.checked = marked.has(box.value);
    });
    if (focus) find("rows").querySelector(`[data-order=${focus}]`)?.focus();
    tellMarked();
  };

  const tellMarked = () => {
    const count = marked.size;
    find("marked-acts").hidden = !count;
    find("remove").textContent = count === 1 ? "Remove 1 paper" : `Remove ${count} papers`;
    find("export").textContent = count ? `Export ${count} marked` : `Export ${state.shown}`;
    if (!count) find("sure").hidden = true;
  };

  const picture = async () => {
    try {
      find("holdings-inside").innerHTML = await (await ask("papers/holdings")).text();
    } catch (error) {
      find("holdings-inside").textContent = error.message;
    }
  };

  const limit = (values) => {
    find("wanted").reset();
    Object.entries(values).forEach(([name, value]) => {
      const field = find("wanted").elements[name];
      if (field) field.value = value;
    });
    find("limits").open = true;
    state.page = 1;
    load();
    find("wanted").scrollIntoView({ block: "start" });
    find("words").focus({ preventScroll: true });
  };

  const remove = async (papers) => {
    try {
      const begun = await (await ask("papers/remove", { papers })).json();
      papers.forEach((one) => marked.delete(one));
      tellMarked();
      papersErrands.follow(begun.id, begun);
    } catch (error) {
      find("count").textContent = error.message;
    }
  };

  const exportThem = async () => {
    const told = { form: find("form").value, query: query().toString(), papers: [...marked] };
    try {
      const answer = await ask("papers/export", told);
      const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
      download(await answer.blob(), name ? name[1] : "papers.txt");
    } catch (error) {
      find("count").textContent = error.message;
    }
  };

  const clicks = {
    remove: () => {
      if (marked.size <= 10) return remove([...marked]);
      find("sure-words").textContent = `Remove ${marked.size} papers? They can be put back until ` +
        "the program is stopped.";
      find("sure").hidden = false;
      return find("remove-now").focus();
    },
    "remove-now": () => { find("sure").hidden = true; return remove([...marked]); },
    "remove-not": () => { find("sure").hidden = true; },
    unmark: () => {
      marked.clear();
      document.querySelectorAll("#rows .mark input").forEach((box) => { box.checked = false; });
      tellMarked();
    },
    export: exportThem,
    "no-limits": () => {
      // Not reset(): that would bring back what was chosen when the controls were made.
      find("wanted").querySelectorAll("input, select").forEach((field) => { field.value = ""; });
      state.page = 1;
      return load();
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#shelf button");
    if (!button) return;
    const act = clicks[button.id];
    if (act) once(button, async () => act());
    if (button.dataset.order) {
      state.falling = state.order === button.dataset.order && !state.falling;
      state.order = button.dataset.order;
      state.page = 1;
      load();
    }
    if (button.dataset.page) {
      state.page = Number(button.dataset.page);
      load().then(() => find("wanted").scrollIntoView({ block: "start" }));
    }
    if (button.dataset.facet || button.dataset.from) {
      const { facet, value, from, to } = button.dataset;
      document.dispatchEvent(new CustomEvent("papers-all"));
      limit(facet ? { [facet]: value } : { from, to });
    }
    if (button.dataset.remove) {
      const paper = button.dataset.remove;
      once(button, async () => {
        await remove([paper]);
        document.dispatchEvent(new CustomEvent("papers-all"));
      });
    }
  });

  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("#wanted")) return;
    clearTimeout(typing);
    typing = setTimeout(() => { state.page = 1; load(); }, 250);
  });

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "wanted") return;
    event.preventDefault();
    state.page = 1;
    load();
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.id === "table-page") {
      state.page = Number(box.value) || 1;
      load();
    } else if (box.id === "mark-page") {
      document.querySelectorAll("#rows td.mark input").forEach((one) => {
        one.checked = box.checked;
        if (one.checked) marked.add(one.value); else marked.delete(one.value);
      });
      tellMarked();
    } else if (box.matches?.("#rows td.mark input")) {
      if (box.checked) marked.add(box.value); else marked.delete(box.value);
      tellMarked();
    }
  });

  document.addEventListener("toggle", (event) => {
    if (event.target.id === "holdings" && event.target.open) picture();
  }, true);

  document.addEventListener("library-changed", load);

  const ready = (shelf) => {
    shelf.dataset.ready = "yes";
    new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting) && stale) load();
    }).observe(shelf);
    papersErrands.resume();
    document.dispatchEvent(new CustomEvent("papers-ready"));
  };

  // Gradio puts the tab into the page some time after this script has run, and may do so again.
  new MutationObserver(() => {
    const shelf = find("shelf");
    if (shelf && !shelf.dataset.ready) {
      stale = true;
      state.revision = null;
      ready(shelf);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
