// What this browser keeps of the hand-out, and what the server says of it.
const handout = (() => {
  const KEY = "equity-evidence.handout";
  const EMPTY = { title: "", answer: "", items: [], corrections: [], discussion: ["", "", ""],
    style: "ama", snapshot: "" };
  let alone = null;     // Only where the browser does not let us store anything.
  let asked = 0;        // Counts the looks, so that a late answer does not overwrite a newer one.
  const now = { looked: null };

  // What is kept. It is read anew before each change: another tab may have changed it.

  const read = () => {
    if (alone) return structuredClone(alone);
    let text = null;
    try {
      text = localStorage.getItem(KEY);
      const found = text ? JSON.parse(text) : {};
      const state = { ...structuredClone(EMPTY), ...found };
      const lists = [state.items, state.corrections, state.discussion];
      if (lists.every(Array.isArray)) return state;
    } catch { /* What cannot be read is put aside below. */ }
    try { if (text) localStorage.setItem(`${KEY}.unreadable`, text); } catch { /* No room. */ }
    return structuredClone(EMPTY);
  };

  const write = (state) => {
    if (!alone) {
      try { localStorage.setItem(KEY, JSON.stringify(state)); return; } catch { /* As below. */ }
      handoutShown.tell("This browser keeps nothing for this page: the hand-out lasts until you close it.");
    }
    alone = state;
  };

  const change = (act) => { const state = read(); act(state); write(state); return state; };
  const same = (one, other) => one.passage_id === other.passage_id && one.quote === other.quote;
  const count = (state) => state.items.length + state.corrections.length;

  // What the server is asked.

  const post = async (name, state) => {
    let answer;
    try {
      answer = await fetch(`handout/${name}`, { method: "POST", body: JSON.stringify(state),
        headers: { "Content-Type": "application/json" } });
    } catch {
      throw new Error("The server does not answer. Nothing is lost: the hand-out is kept in this "
        + "browser. Try again once the server runs.");
    }
    if (!answer.ok) throw new Error((await answer.text()).slice(0, 300) || `Error ${answer.status}.`);
    return answer;
  };

  const look = async () => {
    const sent = read();
    if (count(sent) === 0) { now.looked = null; return; }
    const mine = ++asked;
    try {
      const found = await (await post("look", sent)).json();
      if (mine !== asked) return;
      found.entries.forEach((entry, index) => { entry.item = sent.items[index]; });
      now.looked = found;
      change((state) => {
        // The paper is noted, so that it can be named should it be gone one day.
        for (const item of state.items) {
          const { paper_id, source } = entryOf(item);
          if (source) Object.assign(item, { paper_id, source });
        }
        state.snapshot ||= found.snapshot;
      });
    } catch (error) { if (mine === asked) throw error; }
  };

  const entryOf = (item) => now.looked?.entries.find((entry) => same(entry.item, item))
    ?? { warnings: [], source: item.source };

  return { KEY, EMPTY, now, read, write, change, same, count, post, look, entryOf };
})();
