// How the Papers tab asks the program, and says plainly when it does not answer.
const papersPage = (() => {
  const STOPPED = "The program does not answer: it was stopped, or the connection is lost. " +
    "Start it again with “evidence serve” and go on here; nothing that was added is lost.";

  const find = (id) => document.getElementById(id);

  const lost = (told) => {
    const place = find("lost");
    if (!place || place.textContent === told) return;
    place.textContent = told;
    place.hidden = !told;
  };

  // Beside the page itself, wherever a proxy has put it.
  const address = (path) => new URL(path, new URL("./", location.href)).href;

  const reason = async (answer) => {
    try {
      const { detail, error, remedy } = await answer.json();
      if (typeof detail === "string") return detail;
      if (error) return `${error}; ${remedy}.`;
    } catch { /* Not from us: told by its number. */ }
    return `The program answered ${answer.status}; try again, or reload the page.`;
  };

  const ask = async (path, said) => {
    const options = { headers: { "X-Page": "papers" } };
    if (said !== undefined) {
      options.method = "POST";
      options.body = JSON.stringify(said);
      options.headers["Content-Type"] = "application/json";
    }
    let answer;
    try {
      answer = await fetch(address(path), options);
    } catch {
      lost(STOPPED);
      throw new Error(STOPPED);
    }
    lost("");
    const shown = (answer.headers.get("Content-Type") || "").startsWith("text/html");
    if (!answer.ok && !(shown && answer.status === 404)) throw new Error(await reason(answer));
    return answer;
  };

  // Sends one file, telling how much of it has gone.
  const put = (path, file, progress) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address(path));
    request.setRequestHeader("X-Page", "papers");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status < 300) return done();
      let told = `the program answered ${request.status}; try again`;
      try { told = JSON.parse(request.responseText).detail || told; } catch { /* By its number. */ }
      return failed(new Error(told));
    });
    request.addEventListener("error", () => { lost(STOPPED); failed(new Error(STOPPED)); });
    request.send(file);
  });

  // A second click while the first is at work does nothing.
  const once = async (button, work) => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      await work();
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  const keep = (name, value) => {
    try {
      if (value === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, JSON.stringify(value));
    } catch { /* Without storage a reload forgets what was under way; it goes on all the same. */ }
  };

  const kept = (name) => {
    try {
      return JSON.parse(sessionStorage.getItem(name));
    } catch {
      return null;
    }
  };

  const download = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  return { STOPPED, find, lost, address, ask, put, once, keep, kept, download };
})();
