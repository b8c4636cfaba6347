// Says plainly when the server under the page is gone, and when it is back.
(() => {
  const EVERY = 5000;
  const address = new URL("gradio_api/app_id", location.origin + location.pathname);
  let first = null;

  const banner = document.createElement("div");
  banner.id = "unreachable";
  banner.setAttribute("role", "alert");
  banner.hidden = true;
  document.body.prepend(banner);

  const tell = (text, isBack) => {
    const words = document.createElement("span");
    words.textContent = text;
    banner.replaceChildren(words);
    if (isBack) {
      const reload = document.createElement("button");
      reload.type = "button";
      reload.className = "act";
      reload.textContent = "Reload";
      reload.addEventListener("click", () => location.reload());
      banner.append(reload);
    }
    banner.hidden = false;
  };

  const look = async () => {
    let started = null;
    try {
      const reply = await fetch(address, { cache: "no-store" });
      if (reply.status >= 502 && reply.status <= 504) throw new Error("no server behind the proxy");
      if (reply.ok) started = (await reply.json()).app_id;
    } catch {
      document.body.classList.add("unreachable");
      tell("The server does not answer. What is on this page stays; nothing can be asked until "
        + "the server is started again.");
      return;
    }
    const wasGone = document.body.classList.contains("unreachable");
    document.body.classList.remove("unreachable");
    const isAnother = first !== null && started !== null && started !== first;
    first ??= started;
    if (isAnother) {
      tell("The server was started anew. Reload to go on; your questions are kept in this browser.",
        true);
    } else if (wasGone) banner.hidden = true;
  };

  look();
  addEventListener("offline", look);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(() => document.hidden || look(), EVERY);
})();
