// A paper's own page: opened by any link with data-paper and by ?paper=ID, read, cited, turned.
(() => {
  const { find, ask, address } = papersPage;
  let shown = null;

  const openTab = () => {
    const tabs = [...document.querySelectorAll("button[role=tab]")];
    const tab = tabs.find((one) => one.textContent.trim() === "Papers");
    if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
    return Boolean(tab);
  };

  const wanted = () => new URLSearchParams(location.search).get("paper");

  const remember = (paper) => {
    const now = new URL(location.href);
    if (paper) now.searchParams.set("paper", paper); else now.searchParams.delete("paper");
    if (now.href !== location.href) history.pushState(null, "", now);
  };

  const show = async (paper) => {
    if (!find("one")) return;
    shown = paper;
    find("all").hidden = Boolean(paper);
    find("one").hidden = !paper;
    if (!paper) {
      find("one").replaceChildren();
      document.dispatchEvent(new CustomEvent("library-changed"));
      return;
    }
    find("one").innerHTML = "<p class='busy' role='status'>Opening the paper …</p>";
    try {
      const answer = await ask(`papers/paper?paper=${encodeURIComponent(paper)}`);
      const html = await answer.text();
      if (shown !== paper) return;
      find("one").innerHTML = html;
    } catch (error) {
      find("one").textContent = error.message;
    }
    find("shelf").scrollIntoView({ block: "start" });
    find("one").focus({ preventScroll: true });
  };

  const all = () => {
    if (!shown) return;
    remember(null);
    show(null);
  };

  const fetchInto = async (place, path) => {
    try {
      place.insertAdjacentHTML("beforeend", await (await ask(path)).text());
    } catch (error) {
      place.append(error.message);
    }
  };

  const cite = async (button) => {
    const place = button.closest(".paper").querySelector(".cited");
    const told = place.querySelector("[role=status]");
    place.hidden = false;
    try {
      const { cite: form, of } = button.dataset;
      const answer = await ask(`cite?form=${form}&paper=${encodeURIComponent(of)}`);
      place.querySelector("pre").textContent = await answer.text();
      try {
        await navigator.clipboard.writeText(place.querySelector("pre").textContent);
        told.textContent = `Copied as ${button.textContent}.`;
      } catch {
        told.textContent = "This browser does not let a page copy; mark the text and copy it.";
      }
    } catch (error) {
      told.textContent = error.message;
    }
  };

  const turnTo = (leaf, page, marks = "", passage = leaf.dataset.passage) => {
    const last = Number(leaf.dataset.last);
    const number = Math.min(Math.max(Number(page) || 1, 1), last);
    leaf.querySelector("input").value = number;
    const image = leaf.querySelector("img");
    const told = leaf.querySelector("[role=status]");
    const marked = marks ? `?marks=${marks}` : "";
    image.alt = `Page ${number} of the paper${marks ? ", the passage marked" : ""}`;
    told.textContent = `Page ${number} of ${last}`;
    image.hidden = false;
    image.onerror = () => {
      image.hidden = true;
      told.textContent = "This page cannot be drawn: the original file is not there any more.";
    };
    image.src = address(`page/${encodeURIComponent(passage)}/${number}.png${marked}`);
    leaf.querySelector("[data-turn='-1']").disabled = number === 1;
    leaf.querySelector("[data-turn='1']").disabled = number === last;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-paper]");
    if (link) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openTab();
      remember(link.dataset.paper);
      show(link.dataset.paper);
      return;
    }
    const button = event.target.closest("#one button");
    if (!button) return;
    if (button.hasAttribute("data-all")) {
      all();
      find("words").focus();
    }
    if (button.dataset.cite) papersPage.once(button, () => cite(button));
    if (button.dataset.more) {
      const place = button.parentElement;
      const path = button.dataset.more;
      button.remove();
      fetchInto(place, path);
    }
    const leaf = button.closest(".leaf") || button.closest(".text")?.querySelector(".leaf");
    if (button.dataset.turn) {
      turnTo(leaf, Number(leaf.querySelector("input").value) + Number(button.dataset.turn));
    }
    if (button.dataset.pageOf && leaf) {
      leaf.dataset.placed = "yes";
      leaf.open = true;
      turnTo(leaf, button.dataset.pageOf, button.dataset.marks, button.dataset.passage);
      leaf.scrollIntoView({ block: "start" });
      leaf.querySelector("summary").focus({ preventScroll: true });
    }
  });

  document.addEventListener("change", (event) => {
    const leaf = event.target.closest?.(".leaf");
    if (leaf) turnTo(leaf, event.target.value);
  });

  document.addEventListener("toggle", (event) => {
    const fold = event.target;
    if (!fold.open || !fold.matches?.("#one details")) return;
    if (fold.dataset.fetch && !fold.dataset.there) {
      fold.dataset.there = "yes";
      fetchInto(fold.querySelector(".fetched"), fold.dataset.fetch);
    }
    if (fold.classList.contains("leaf") && !fold.dataset.placed) {
      fold.dataset.placed = "yes";
      turnTo(fold, 1);
    }
  }, true);

  document.addEventListener("papers-all", all);
  window.addEventListener("popstate", () => { if (wanted() !== shown) show(wanted()); });

  // Gradio opens the first tab once more while it builds the page, so that one click may be lost.
  const arrive = () => {
    let calm = 0;
    const trying = setInterval(() => {
      const there = Boolean(find("one")?.offsetParent || find("all")?.offsetParent);
      calm = there ? calm + 1 : 0;
      if (!there) openTab();
      else if (shown !== wanted()) show(wanted());
      if (calm > 5 || !wanted()) clearInterval(trying);
    }, 150);
    // A person who goes elsewhere meanwhile is not called back.
    for (const act of ["pointerdown", "keydown"]) {
      document.addEventListener(act, () => clearInterval(trying), { once: true });
    }
  };
  if (wanted()) arrive();
  document.addEventListener("papers-ready", () => { if (shown) show(shown); });
})();
