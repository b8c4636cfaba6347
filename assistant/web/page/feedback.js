// A thumb below an answer is sent at once; thumbs down also asks which paper should have been cited.
(() => {
  const said = new Map(); // What was said of an answer, by what it is about.
  const underWay = new Set(); // What is just being sent, so that it is not sent twice.
  const names = new Map(); // Paper ids by the name that the picker offers.
  let about = null;
  let chosen = new Map();

  const dialog = () => document.getElementById("feedback");
  const part = (selector) => dialog().querySelector(selector);
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // The conversation is drawn anew with each answer: what was pressed must stay pressed.
  const redraw = () => document.querySelectorAll(".thumbs").forEach((thumbs) => {
    const { verdict, word } = said.get(thumbs.dataset.about) ?? { verdict: "", word: "" };
    thumbs.querySelectorAll("[data-thumb]").forEach((button) => {
      const pressed = String(button.dataset.thumb === verdict);
      if (button.getAttribute("aria-pressed") !== pressed) {
        button.setAttribute("aria-pressed", pressed);
      }
    });
    const thanks = thumbs.querySelector(".thanks");
    if (thanks.textContent !== word) thanks.textContent = word;
  });
  new MutationObserver(redraw).observe(document, { childList: true, subtree: true });

  const send = async (key, verdict, more = {}) => {
    const id = said.get(key)?.id ?? newId();
    const helped = verdict ? verdict === "up" : null;
    let wrong = "It could not be kept: the server cannot be reached.";
    try {
      const answer = await fetch("feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ id, helped, ...JSON.parse(key), ...more }),
      });
      if (answer.ok) {
        said.set(key, { id, verdict, word: verdict ? "Thank you; kept." : "Taken back." });
        redraw();
        return null;
      }
      wrong = (await answer.json()).error ?? `It could not be kept (status ${answer.status}).`;
    } catch { /* Told below. */ }
    said.set(key, { id, verdict: said.get(key)?.verdict ?? "", word: wrong });
    redraw();
    return wrong;
  };

  const list = () => {
    part(".chosen").replaceChildren(...[...chosen].map(([paper, name]) => {
      const item = document.createElement("li");
      const told = document.createElement("span");
      told.textContent = name;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Remove";
      button.setAttribute("aria-label", `Remove ${name}`);
      button.addEventListener("click", () => {
        chosen.delete(paper);
        list();
        part("input").focus();
      });
      item.append(told, button);
      return item;
    }));
  };

  const open = (key) => {
    about = key;
    chosen = new Map();
    part(".asked").textContent = JSON.parse(key).question;
    part("input").value = part("textarea").value = part(".wrong").textContent = "";
    list();
    dialog().showModal();
  };

  const take = (input) => {
    const paper = names.get(input.value);
    if (!paper) return false;
    chosen.set(paper, input.value);
    input.value = "";
    list();
    return true;
  };

  let asked = 0;
  document.addEventListener("input", async (event) => {
    if (event.target.id !== "feedback-paper" || take(event.target)) return;
    const turn = ++asked;
    const words = encodeURIComponent(event.target.value);
    const answer = await fetch(`feedback/papers?words=${words}`).catch(() => null);
    if (!answer?.ok || turn !== asked) return;
    const options = (await answer.json()).map(({ paper_id: paper, name }) => {
      names.set(name, paper);
      return Object.assign(document.createElement("option"), { value: name });
    });
    document.getElementById("feedback-papers").replaceChildren(...options);
  });

  document.addEventListener("submit", async (event) => {
    if (!event.target.closest("#feedback")) return;
    event.preventDefault();
    const typed = part("input");
    if (typed.value.trim() && !take(typed)) {
      part(".wrong").textContent = "No paper of this name is here; choose one of the list, or "
        + "leave the field empty.";
      typed.focus();
      return;
    }
    const more = { right: [...chosen.keys()], comment: part("textarea").value };
    const wrong = await send(about, "down", more);
    part(".wrong").textContent = wrong ?? "";
    if (!wrong) dialog().close();
  }, true);

  document.addEventListener("click", async (event) => {
    // The second click of two says nothing.
    if (event.detail > 1) return;
    if (event.target.closest("[data-feedback=cancel]")) return dialog().close();
    const button = event.target.closest("[data-thumb]");
    if (!button) return;
    const key = button.closest(".thumbs").dataset.about;
    if (underWay.has(key)) return;
    underWay.add(key);
    const verdict = button.dataset.thumb === said.get(key)?.verdict ? "" : button.dataset.thumb;
    const wrong = await send(key, verdict);
    underWay.delete(key);
    if (!wrong && verdict === "down") open(key);
  });
})();
