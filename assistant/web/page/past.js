// Earlier questions, kept by this browser alone: nothing here is sent anywhere.
(() => {
  const KEY = "equity-evidence-questions";
  const MOST = 50;
  let erased = null;

  const read = () => {
    try {
      const held = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(held) ? held.filter((one) => typeof one?.question === "string") : [];
    } catch {
      return [];
    }
  };
  const write = (questions) => {
    try { localStorage.setItem(KEY, JSON.stringify(questions)); } catch { /* Not remembered. */ }
    draw();
  };

  const button = (text, data, label) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    Object.assign(made.dataset, data);
    if (label) made.setAttribute("aria-label", label);
    return made;
  };

  const entry = ({ question, at }) => {
    const line = document.createElement("li");
    const again = button(question, { ask: question });
    const day = document.createElement("small");
    day.textContent = typeof at === "string" ? at.slice(0, 10) : "";
    const erase = button("Erase", { erase: question }, `Erase: ${question}`);
    erase.className = "act";
    line.append(again, day, erase);
    return line;
  };

  const draw = () => {
    const place = document.querySelector("#past .questions");
    if (!place) return;
    const questions = read();
    const list = document.createElement("ul");
    list.append(...questions.map(entry));
    const note = document.createElement("p");
    note.textContent = questions.length
      ? "Kept in this browser only. A click asks again."
      : "None yet. Questions you ask are kept here, in this browser only.";
    const acts = document.createElement("p");
    acts.className = "acts";
    if (questions.length) acts.append(button("Erase all", { erase: "" }));
    if (erased) acts.append(button("Put back what was erased", { restore: "" }));
    for (const one of acts.children) one.className = "act";
    place.replaceChildren(note, list, acts);
  };

  document.addEventListener("asked", ({ detail }) => {
    const others = read().filter((one) => one.question !== detail.question);
    const at = new Date().toISOString();
    write([{ question: detail.question, at }, ...others].slice(0, MOST));
  });

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("#past [data-erase], #past [data-restore]");
    // The list moves up under the pointer: a second click of two would erase the next one.
    if (!pressed || event.detail > 1) return;
    const questions = read();
    if (pressed.dataset.restore !== undefined) {
      const back = erased;
      erased = null;
      write(back ?? questions);
    } else {
      erased = questions;
      const which = pressed.dataset.erase;
      write(which ? questions.filter((one) => one.question !== which) : []);
    }
    document.querySelector("#past summary").focus();
  });

  // Another tab of the browser may have asked or erased.
  addEventListener("storage", (event) => event.key === KEY && draw());
  const begin = () => (document.querySelector("#past .questions") ? draw() : setTimeout(begin, 100));
  begin();
})();
