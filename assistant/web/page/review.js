// The Review tab: files on their way, how far each is, and what was found once all are done.
const clinic = (() => {
  const { find, ask, put, STOPPED } = papersPage;
  const NAME = "equity-review";
  const READER = "equity-review.reader";
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  let following = null;
  let sending = 0;

  // Kept for the browser, not the tab: a review may be left alone and found again.
  const stored = (name) => { try { return localStorage.getItem(name) || ""; } catch { return ""; } };
  const store = (name, value) => {
    try {
      if (value) localStorage.setItem(name, value); else localStorage.removeItem(name);
    } catch { /* Then a reload forgets it. */ }
  };
  const reader = () => stored(READER);

  const lost = (told) => {
    const place = find("clinic-lost");
    place.textContent = told;
    place.hidden = !told;
  };
  const say = (told) => {
    const place = find("clinic-told");
    if (place.textContent !== told) place.textContent = told;
  };

  const element = (tag, look = "", words = "") => {
    const made = document.createElement(tag);
    if (look) made.className = look;
    made.textContent = words;
    return made;
  };

  const WORDS = { sending: "Sending", waiting: "Waiting", "at work": "At work", done: "Read",
    refused: "Not reviewed" };

  // One line a file; it stays the same element, so that nothing jumps under a reader.
  const line = (number) => {
    const list = find("clinic-sheets");
    let found = list.querySelector(`[data-sheet="${number}"]`);
    if (!found) {
      found = element("li");
      found.dataset.sheet = number;
      const bar = element("progress");
      bar.max = 1;
      found.append(element("b"), " ", element("bdi"), bar, element("span"));
      list.append(found);
    }
    return found;
  };

  const showSheet = ({ number, name, state, part, reason = "", told = "" }) => {
    const [word, file, bar, why] = line(number).children;
    line(number).dataset.state = state;
    word.textContent = WORDS[state];
    file.textContent = name;
    bar.hidden = !["sending", "at work"].includes(state);
    bar.setAttribute("aria-label", `${name}, ${WORDS[state].toLowerCase()}`);
    if (part === undefined) bar.removeAttribute("value"); else bar.value = part;
    why.textContent = reason || told;
  };

  const countWords = (count) => count === 0 ? "No remark" : count === 1 ? "1 remark" : `${count} remarks`;

  const showProgress = (now) => {
    find("clinic-going").hidden = false;
    for (const one of now.files) {
      showSheet({ ...one, part: one.of ? one.judged / one.of : undefined,
        told: one.state === "done" ? countWords(one.remarks) : "" });
    }
    const left = now.files.filter((one) => ["waiting", "at work"].includes(one.state)).length;
    const [read, all] = now.prepared;
    if (now.trouble) say(`The review stopped: ${now.trouble}`);
    else if (now.done) {
      const found = now.files.reduce((sum, one) => sum + one.remarks, 0);
      const refused = now.files.filter((one) => one.state === "refused").length;
      say(`Done. ${countWords(found)}.`
        + (refused ? ` ${refused === 1 ? "1 file was" : `${refused} files were`} not reviewed; see why below.` : ""));
    } else if (now.ahead) say("Waiting for another review to end. You can leave this alone.");
    else if (left === now.files.length && all && read < all) {
      say(`Reading the register of claims, once: ${read} of ${all}.`);
    } else say(`Reviewing. You can leave this alone and come back; ${left} of ${now.files.length} to go.`);
  };

  const fetchFound = async (id) =>
    (await ask(`reviews/${id}/found?reader=${encodeURIComponent(reader())}`)).text();

  const showFound = async (id) => {
    const html = await fetchFound(id);
    if (stored(NAME) !== id) return;
    find("clinic-found").innerHTML = html;
    find("clinic-found").hidden = false;
    document.dispatchEvent(new CustomEvent("review-found"));
  };

  const forget = () => {
    store(NAME, "");
    following = null;
    find("clinic-going").hidden = true;
    find("clinic-sheets").replaceChildren();
    find("clinic-found").hidden = true;
    find("clinic-found").replaceChildren();
  };

  const follow = async (id) => {
    if (following === id) return;
    following = id;
    while (following === id) {
      try {
        const now = await (await ask(`reviews/${id}`)).json();
        if (following !== id) return;
        lost("");
        if (!now.started) {
          // Loaded anew while files were on their way: what arrived is reviewed.
          if (!now.files.length) { forget(); return; }
          await ask(`reviews/${id}/start`, {});
          continue;
        }
        showProgress(now);
        if (now.done) { await showFound(id); following = null; return; }
        await pause(400);
      } catch (error) {
        if (following !== id) return;
        if (error.message !== STOPPED) { forget(); lost(error.message); return; }
        lost(error.message);
        await pause(2000);
      }
    }
  };

  const close = async () => {
    const id = stored(NAME);
    if (!id) return;
    forget();
    await ask(`reviews/${id}/close`, {}).catch(() => { /* It is forgotten there in time. */ });
  };

  const sendOne = async (id, number, file, most) => {
    const show = (state, more) => showSheet({ number, name: file.name, state, ...more });
    if (file.size > most) {
      show("refused", { reason: `it has ${Math.ceil(file.size / 1024 ** 2)} MB; the page takes files of up to `
        + `${Math.floor(most / 1024 ** 2)} MB. Leave large pictures or films out, or give it in parts` });
      return false;
    }
    show("sending", { part: 0 });
    try {
      await put(`reviews/${id}/${number}?name=${encodeURIComponent(file.name)}`, file,
        (part) => show("sending", { part }));
      show("waiting");
      return true;
    } catch (error) {
      show("refused", { reason: error.message });
      return false;
    }
  };

  const send = async (files) => {
    if (!files.length) return;
    const { most, files: count } = find("clinic-files").dataset;
    lost("");
    if (files.length > Number(count)) {
      lost(`These are ${files.length} files; a review takes ${count} at a time. Give them in parts, or on this `
        + "machine with: evidence review FOLDER/*");
      return;
    }
    const mine = ++sending;
    await close();
    if (mine !== sending) return;
    find("clinic-going").hidden = false;
    say(files.length === 1 ? "Sending 1 file." : `Sending ${files.length} files.`);
    try {
      const { review: id } = await (await ask("reviews", {})).json();
      // Others were chosen meanwhile: these are given up, here and there.
      if (mine !== sending) { await ask(`reviews/${id}/close`, {}); return; }
      store(NAME, id);
      let arrived = 0;
      for (const [number, file] of files.entries()) {
        if (await sendOne(id, number, file, Number(most))) arrived += 1;
        if (stored(NAME) !== id) return;
      }
      if (!arrived) { store(NAME, ""); say("Nothing was reviewed; see why below."); return; }
      await ask(`reviews/${id}/start`, {});
      await follow(id);
    } catch (error) { lost(error.message); }
  };

  document.addEventListener("change", (event) => {
    if (event.target.id !== "clinic-files") return;
    const chosen = [...event.target.files];
    event.target.value = "";
    send(chosen);
  });

  // Dropped beside the field, a file must not take the place of the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!find("clinic")?.contains(event.target) || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      find("clinic-drop").classList.toggle("over", name === "dragover");
      if (name === "drop") send([...event.dataTransfer.files]);
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (event.target.id === "clinic-drop") event.target.classList.remove("over");
  });

  // Gradio puts the tab into the page when it is opened first, and may do so again.
  new MutationObserver(() => {
    const shown = find("clinic");
    if (!shown || shown.dataset.ready) return;
    shown.dataset.ready = "yes";
    following = null;
    if (stored(NAME)) follow(stored(NAME));
  }).observe(document.documentElement, { childList: true, subtree: true });

  return { NAME, READER, stored, store, reader, lost, close, fetchFound };
})();
