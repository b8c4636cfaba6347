// Asking: from anywhere on the page, once and not twice, and back in the box after a reload.
(() => {
  const PENDING = "equity-evidence-pending";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const box = () => document.querySelector("#question textarea");
  const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));
  // A browser may keep no storage for a page; then nothing is remembered.
  const keep = (text) => {
    try {
      if (text) sessionStorage.setItem(PENDING, text);
      else sessionStorage.removeItem(PENDING);
    } catch { /* Not remembered. */ }
  };
  const kept = () => {
    try { return sessionStorage.getItem(PENDING) ?? ""; } catch { return ""; }
  };

  const fill = (text) => {
    const area = box();
    if (!area) return false;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  };

  const isGoing = () => document.querySelector("#conversation .turn[data-state=going]") !== null;

  const ask = (question) => {
    document.dispatchEvent(new CustomEvent("open-tab", { detail: "Ask" }));
    if (!fill(question)) return;
    box().focus({ preventScroll: true });
    if (isGoing()) {
      say("The last question is still being answered; yours is in the box.");
      return;
    }
    // The box tells its text on before the button asks for it.
    setTimeout(() => document.querySelector("#send")?.click(), 60);
  };

  document.addEventListener("click", (event) => {
    const asker = event.target.closest("[data-ask]");
    if (!asker) return;
    event.preventDefault();
    if (event.detail < 2) ask(asker.dataset.ask);
  });

  // Heard before the page hears it: the second click of two and a key held down ask nothing.
  addEventListener("click", (event) => {
    if (!event.target.closest?.("#send, #stop, #clear")) return;
    if (event.detail > 1) event.stopPropagation();
    else if (event.target.closest("#send")) asking(event);
    else if (event.target.closest("#clear")) [clearing, waiting] = [Date.now(), false];
  }, true);
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (event.target !== box()) return;
    if (event.repeat) {
      event.preventDefault();
      event.stopPropagation();
    } else asking(event);
  }, true);

  const turns = () => [...document.querySelectorAll("#conversation .turn")];

  // When the conversation was told to begin anew, and whether a question waits for that.
  let clearing = 0, waiting = false;
  const isClearing = () => turns().length > 0 && Date.now() - clearing < 10_000;
  const cleared = () => {
    clearing = sent = 0;
    if (waiting) ask(box().value);
    waiting = false;
  };

  // When a question went off that has not come up in the conversation yet, in milliseconds.
  let sent = 0;
  const asking = (event) => {
    if (isClearing()) {
      event.preventDefault();
      event.stopPropagation();
      waiting = true;
      return;
    }
    const isGone = document.body.classList.contains("unreachable");
    if (isGone || isGoing() || Date.now() - sent < 3000) {
      event.preventDefault();
      event.stopPropagation();
      say(isGone ? "The server does not answer. Your question stays in the box."
        : "The last question is still being answered; yours stays in the box.");
    } else {
      sent = Date.now();
      keep(box()?.value.trim());
    }
  };

  // What the conversation has become. Each sentence is read aloud once, when it comes.
  let turn = "", read = 0, ended = false;
  const follow = () => {
    const last = turns().at(-1);
    if (!last) {
      if (turn) cleared();
      turn = "";
      return;
    }
    const name = `${last.id} ${last.querySelector(".q").textContent}`;
    if (name !== turn) begin(last, name);
    const lines = [...last.querySelectorAll(".premise.assumed > *, .answer > *, .declined")];
    for (const line of lines.slice(read)) say(line.textContent);
    read = Math.max(read, lines.length);
    if (!ended && last.dataset.state !== "going") finish(last);
  };

  const begin = (last, name) => {
    turn = name;
    sent = read = 0;
    ended = false;
    say(last.querySelector(".busy")?.textContent ?? "Searching");
    document.querySelector("#right")?.scrollTo?.(0, 0);
    if (last.id !== "t1") {
      last.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
    }
  };

  const finish = (last) => {
    ended = true;
    keep("");
    if (document.activeElement?.id === "stop" || document.activeElement === document.body) {
      box()?.focus({ preventScroll: true });
    }
    say(last.querySelector(".foot")?.textContent ?? "");
    document.dispatchEvent(new CustomEvent("asked", {
      detail: { question: last.querySelector(".q").textContent },
    }));
  };

  const watch = () => {
    const talk = document.querySelector("#conversation");
    if (!talk || !box() || !document.querySelector("#trouble")) {
      setTimeout(watch, 100);
      return;
    }
    const changes = { childList: true, subtree: true, characterData: true };
    new MutationObserver(follow).observe(talk, { ...changes, attributeFilter: ["data-state"] });
    const trouble = document.querySelector("#trouble");
    new MutationObserver(() => {
      if (!trouble.querySelector(".wrong")) return;
      sent = 0;
      keep("");
    }).observe(trouble, changes);
    const unfinished = kept();
    if (unfinished) {
      bringBack(unfinished, 10);
      say("Your last question was not answered yet; it is back in the box.");
    }
  };

  // The page empties the box once more while it is being built.
  const bringBack = (question, times) => {
    if (box().value === "") fill(question);
    if (times) setTimeout(bringBack, 200, question, times - 1);
  };
  watch();
})();
