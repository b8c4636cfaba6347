// What is under way on the Papers tab: followed to its end, also after a reload.
const papersErrands = (() => {
  const { find, ask, keep, kept, once } = papersPage;
  const NAME = "equity-errands";
  const following = new Set();
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const ids = () => kept(NAME) || [];

  const card = (id) => {
    let found = document.querySelector(`.errand[data-errand="${CSS.escape(id)}"]`);
    if (!found) {
      found = document.createElement("article");
      found.className = "errand";
      found.dataset.errand = id;
      find("errands").prepend(found);
    }
    return found;
  };

  const fill = (id, html) => {
    const place = card(id);
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const before = place.querySelector("[role=status]");
    const now = fresh.content.querySelector("[role=status]");
    // The same element goes on, so that a screen reader hears what changes in it.
    if (before && now) {
      if (before.innerHTML !== now.innerHTML) before.innerHTML = now.innerHTML;
      now.replaceWith(before);
    }
    const open = place.querySelector("details")?.open;
    place.replaceChildren(fresh.content);
    if (open) place.querySelector("details")?.setAttribute("open", "");
  };

  const note = (id, told) => {
    const line = document.createElement("p");
    line.className = "care";
    line.textContent = told;
    card(id).replaceChildren(line);
  };

  const follow = async (id, first) => {
    if (following.has(id)) return;
    following.add(id);
    keep(NAME, [...ids().filter((one) => one !== id), id].slice(-30));
    let now = first;
    while (following.has(id)) {
      if (now) fill(id, now.html);
      if (now?.done) break;
      try {
        now = await (await ask(`papers/errands/${encodeURIComponent(id)}`)).json();
        await pause(200);
      } catch (error) {
        if (error.message !== papersPage.STOPPED) {
          forget(id);
          break;
        }
        await pause(2000);
      }
    }
    following.delete(id);
    document.dispatchEvent(new CustomEvent("library-changed"));
  };

  const forget = (id) => {
    keep(NAME, ids().filter((one) => one !== id));
    following.delete(id);
    card(id).remove();
  };

  // Opened anew: what was under way, or is just done, is shown again.
  const resume = () => ids().forEach((id) => follow(id));

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (close) {
      forget(close.closest(".errand").dataset.errand);
      return;
    }
    const undo = event.target.closest("[data-undo]");
    if (!undo) return;
    const id = undo.closest(".errand").dataset.errand;
    once(undo, async () => {
      try {
        const begun = await (await ask("papers/put-back", { key: undo.dataset.undo })).json();
        await follow(begun.id, begun);
        if (!undo.isConnected) return;
        const before = await (await ask(`papers/errands/${encodeURIComponent(id)}`)).json();
        fill(id, before.html);
      } catch (error) {
        note(id, error.message);
      }
    });
  });

  return { follow, forget, resume };
})();
