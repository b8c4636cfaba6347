// Adding papers: files one by one with their progress, identifiers once a person has agreed.
(() => {
  const { find, address, ask, once, put, keep, kept } = papersPage;
  const SENDING = "equity-sending";
  const AGREED = "equity-agreed-to-send";

  const element = (tag, name, text = "") => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.textContent = text;
    return made;
  };

  const megabytes = (bytes) => (bytes / 1024 ** 2).toLocaleString("en", { maximumFractionDigits: 1 });

  // One card for all files of a choice, with a line for each.
  const board = (files) => {
    const place = element("article", "errand");
    const told = element("p", "", `Sending ${files.length === 1 ? "1 file" : `${files.length} files`}`);
    told.setAttribute("role", "status");
    const list = element("ul", "outcomes");
    const lines = files.map((file) => {
      const line = element("li", "plain");
      const word = element("b", "", "Waiting");
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", `${file.name}, sent`);
      const why = element("span");
      line.append(word, " ", element("bdi", "", file.name), bar, why);
      list.append(line);
      return {
        state(tone, said, reason = "") {
          line.className = tone;
          word.textContent = said;
          why.textContent = reason;
          bar.hidden = said !== "Sending";
        },
        sent(part) { bar.value = part; },
        drop() { line.remove(); },
      };
    });
    lines.forEach((line) => line.state("plain", "Waiting"));
    const close = element("button", "act quiet", "Close");
    close.type = "button";
    close.addEventListener("click", () => place.remove());
    place.append(told, list);
    find("errands").prepend(place);
    return { place, told, lines, close };
  };

  const sendOne = async (upload, number, file, line, most) => {
    if (file.size > most) {
      const told = `${megabytes(file.size)} MB; the page takes files of up to ${megabytes(most)} MB. ` +
        "Add the article alone, or on this machine with: evidence add FILE";
      line.state("wrong", "Not added", told);
      return false;
    }
    line.state("plain", "Sending");
    try {
      const name = encodeURIComponent(file.name);
      await put(`papers/upload/${upload}/${number}?name=${name}`, file, line.sent);
      line.state("plain", "Arrived");
      return true;
    } catch (error) {
      line.state("wrong", "Not added", error.message);
      return false;
    }
  };

  const send = async (files) => {
    if (!files.length) return;
    const most = Number(find("files").dataset.most);
    const shown = board(files);
    let arrived = 0;
    try {
      const { upload } = await (await ask("papers/upload", {})).json();
      const left = files.map((file) => file.name);
      for (const [number, file] of files.entries()) {
        keep(SENDING, { upload, left });
        if (await sendOne(upload, number, file, shown.lines[number], most)) {
          arrived += 1;
          shown.lines[number].drop();
        }
        left.shift();
      }
      keep(SENDING, null);
      if (arrived) {
        const begun = await (await ask(`papers/upload/${upload}/add`, {})).json();
        papersErrands.follow(begun.id, begun);
      }
    } catch (error) {
      keep(SENDING, null);
      shown.lines.forEach((line) => line.state("wrong", "Not added", error.message));
    }
    const refused = shown.place.querySelectorAll("li").length;
    if (!refused) shown.place.remove();
    else {
      shown.told.textContent = `${refused} of ${files.length} not added.`;
      shown.place.append(shown.close);
    }
  };

  // The page is closed or loaded anew while files are on their way: what arrived is added.
  window.addEventListener("pagehide", () => {
    const sending = kept(SENDING);
    if (sending) navigator.sendBeacon(address(`papers/upload/${sending.upload}/add`));
  });

  const resume = async () => {
    const cut = kept(SENDING);
    keep(SENDING, null);
    if (!cut) return;
    const line = element("p", "care", "Sending was cut off when the page was loaded anew. Choose " +
      `these again: ${cut.left.join(", ")}`);
    const place = element("article", "errand");
    const close = element("button", "act quiet", "Close");
    close.type = "button";
    close.addEventListener("click", () => place.remove());
    place.append(line, close);
    find("errands").prepend(place);
    try {
      const begun = await (await ask(`papers/upload/${cut.upload}/add`, {})).json();
      papersErrands.follow(begun.id, begun);
    } catch { /* None had arrived. */ }
  };

  document.addEventListener("papers-ready", resume);

  document.addEventListener("change", (event) => {
    if (event.target.id !== "files") return;
    const chosen = [...event.target.files];
    event.target.value = "";
    send(chosen);
  });

  // Dropped beside the field, a file must not take the place of the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      const shelf = find("shelf");
      if (!shelf?.contains(event.target) || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      find("drop").classList.toggle("over", name === "dragover");
      if (name !== "drop") return;
      find("adding").open = true;
      send([...event.dataTransfer.files]);
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (event.target.id === "drop") event.target.classList.remove("over");
  });

  const agreed = () => {
    try { return localStorage.getItem(AGREED) === "yes"; } catch { return false; }
  };

  const lookUp = async (may) => {
    const told = find("named-told");
    told.textContent = "";
    find("agree").hidden = true;
    try {
      const said = { text: find("identifiers").value, agreed: may };
      const answer = await (await ask("papers/named", said)).json();
      if (answer.agree) {
        find("agree").hidden = false;
        find("send-them").focus();
        return;
      }
      find("identifiers").value = "";
      papersErrands.follow(answer.id, answer);
    } catch (error) {
      told.textContent = error.message;
    }
  };

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "named") return;
    event.preventDefault();
    once(find("look-up"), () => lookUp(agreed()));
  });
  document.addEventListener("click", (event) => {
    if (event.target.id === "send-them") {
      once(event.target, async () => {
        try { localStorage.setItem(AGREED, "yes"); } catch { /* Then it is asked again. */ }
        await lookUp(true);
      });
    }
    if (event.target.id === "send-not") {
      find("agree").hidden = true;
      find("named-told").textContent = "Nothing was sent.";
      find("identifiers").focus();
    }
  });
})();
