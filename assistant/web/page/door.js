// What the server says when it turns a request of the page away: the session has ended, too many
// questions, a file too large. What was written stays on the page.
(() => {
  const plain = window.fetch;

  const show = (told, link) => {
    document.getElementById("turned-away")?.remove();
    const note = document.createElement("div");
    note.id = "turned-away";
    note.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = told;
    if (link) text.append(" ", link);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "✕";
    close.setAttribute("aria-label", "Close this message");
    close.addEventListener("click", () => note.remove());
    note.append(text, close);
    document.body.append(note);
  };

  const signIn = () => {
    const link = document.createElement("a");
    link.href = "login";
    link.target = "_blank";
    link.textContent = "Sign in again in a new tab";
    return link;
  };

  window.fetch = async (...asked) => {
    const answer = await plain(...asked);
    if (answer.status === 401) {
      show("Your session has ended. What you wrote stays here.", signIn());
    } else if ([403, 413, 429].includes(answer.status)) {
      const told = await answer.clone().json().catch(() => null);
      if (told?.error) show(`${told.error}; ${told.remedy}.`);
    }
    return answer;
  };
})();
