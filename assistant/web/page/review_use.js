// What a person does with the remarks: limit, decide, edit, undo, take away, collect.
(() => {
  const { find, ask, once, download } = papersPage;
  const { NAME, READER, stored, store, reader, lost, close, fetchFound } = clinic;

  const said = (told) => { const place = find("clinic-said"); if (place) place.textContent = told; };
  const remarks = () => [...document.querySelectorAll("#clinic-found .remark")];
  const verdict = (one) => one.querySelector("[data-verdict]").dataset.verdict;

  const fits = (one, name, wanted) => {
    if (name === "file") return one.closest("[data-file]").dataset.file === wanted;
    if (name !== "verdict") return one.dataset[name] === wanted;
    return wanted === "new" ? Boolean(one.dataset.new) : verdict(one) === wanted;
  };

  const limit = () => {
    const limits = [...document.querySelectorAll("#clinic-found [data-limit]")].filter((one) => one.value);
    for (const one of remarks()) one.hidden = !limits.every((by) => fits(one, by.dataset.limit, by.value));
    for (const one of document.querySelectorAll("#clinic-found .stretch")) {
      one.hidden = !one.querySelector(".remark:not([hidden])");
    }
    for (const one of document.querySelectorAll("#clinic-found .sheet-found")) {
      one.hidden = limits.length > 0 && !one.querySelector(".remark:not([hidden])");
    }
    count();
  };

  const count = () => {
    const all = remarks();
    const shown = all.filter((one) => !one.hidden).length;
    const decided = all.filter((one) => verdict(one) !== "open").length;
    const accepted = all.filter((one) => verdict(one) === "accepted").length;
    if (find("clinic-count")) {
      find("clinic-count").textContent = (shown < all.length ? `${shown} of ${all.length}` : `${all.length}`)
        + ` ${all.length === 1 ? "remark" : "remarks"}, ${decided} decided`;
    }
    const collect = find("clinic-collect");
    if (!collect) return;
    collect.disabled = accepted === 0;
    collect.textContent = accepted ? `Add ${accepted} accepted to hand-out` : "Add accepted to hand-out";
  };

  let decisions = 0;
  const DONE = { accepted: "Accepted.", dismissed: "Dismissed.", none: "Taken back." };

  const decide = async (article, told) => {
    const place = article.querySelector(".told");
    try {
      const remark = article.dataset.remark;
      const answer = await ask(`reviews/${stored(NAME)}/decide`, { remark, reader: reader(), ...told });
      const html = await answer.text();
      decisions += 1;
      const named = /for='(remark-\d+-\d+)-wording'/.exec(html)[1];
      // The same words may stand on two slides: one decision, shown at both.
      for (const one of remarks().filter((each) => each.dataset.remark === remark)) {
        one.querySelector(".decided").outerHTML = html.replaceAll(`${named}-`, `${one.id}-`);
      }
      article.querySelector("[data-unmake], [data-decide]").focus();
      count();
      said(DONE[told.verdict ?? "none"]);
    } catch (error) { place.textContent = error.message; }
  };

  // Another reader: only who decided what looks different. What is being written stays.
  const showDecided = async (id) => {
    const known = decisions;
    const fresh = document.createElement("template");
    fresh.innerHTML = await fetchFound(id);
    if (stored(NAME) !== id) return;
    if (decisions !== known) { await showDecided(id); return; }
    for (const one of remarks()) {
      const now = fresh.content.getElementById(one.id)?.querySelector(".decided");
      const shown = one.querySelector(".decided");
      if (!now || now.isEqualNode(shown) || shown.querySelector("form:not([hidden])")) continue;
      const focused = [...shown.querySelectorAll("button")].indexOf(document.activeElement);
      shown.replaceWith(now);
      now.querySelectorAll("button")[focused]?.focus();
    }
    count();
  };

  const open = (button) => {
    const decided = button.closest(".decided");
    for (const form of decided.querySelectorAll("form")) {
      const its = decided.querySelector(`[data-open=${form.dataset.form}]`);
      form.hidden = its !== button || !form.hidden;
      its.setAttribute("aria-expanded", String(!form.hidden));
      if (!form.hidden) form.querySelector("textarea").focus();
    }
  };

  const take = async (button) => {
    said("Making it …");
    try {
      const answer = await ask(`reviews/${stored(NAME)}/take/${button.dataset.takeReview}`);
      download(await answer.blob(), button.dataset.name);
      said(`Saved: ${button.dataset.name}`);
    } catch (error) { said(error.message); }
  };

  const collect = () => {
    const accepted = remarks().filter((one) => verdict(one) === "accepted");
    for (const one of accepted) one.querySelector("[data-handout-answer]")?.click();
  };

  // The second click of two does nothing: by then what the first has brought is under the pointer.
  addEventListener("click", (event) => {
    if (event.detail < 2 || !event.target.closest?.("#clinic button")) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#clinic a.to");
    if (link) {
      event.preventDefault();
      const article = document.getElementById(link.hash.slice(1));
      article.hidden = false;
      article.scrollIntoView({ block: "nearest" });
      article.focus({ preventScroll: true });
      return;
    }
    const button = event.target.closest?.("#clinic button");
    if (!button) return;
    const article = button.closest(".remark");
    if (button.dataset.decide) once(button, () => decide(article, { verdict: button.dataset.decide }));
    if (button.hasAttribute("data-unmake")) once(button, () => decide(article, {}));
    if (button.dataset.open) open(button);
    if (button.hasAttribute("data-cancel")) {
      const name = button.closest("form").dataset.form;
      open(article.querySelector(`[data-open=${name}]`));
      article.querySelector(`[data-open=${name}]`).focus();
    }
    if (button.dataset.takeReview) once(button, () => take(button));
    if (button.id === "clinic-collect") collect();
    if (button.id === "clinic-close") {
      once(button, async () => {
        await close();
        lost("");
        find("clinic-files").focus();
      });
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("#clinic form[data-form]");
    if (!form) return;
    event.preventDefault();
    const words = form.querySelector("textarea").value.trim();
    const told = form.dataset.form === "reason" ? { verdict: "dismissed", reason: words }
      : { verdict: "accepted", wording: words };
    once(form, () => decide(form.closest(".remark"), told));
  });

  document.addEventListener("change", (event) => {
    if (event.target.dataset?.limit) limit();
    if (event.target.id === "clinic-reader") {
      store(READER, event.target.value.trim());
      showDecided(stored(NAME)).catch((error) => said(error.message));
    }
  });

  document.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest?.("#clinic form[data-form]");
    if (form) form.querySelector("[data-cancel]").click();
  });

  document.addEventListener("review-found", limit);
})();
