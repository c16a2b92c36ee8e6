// Suggestions while typing (WAI-ARIA combobox, list autocomplete with manual selection) and recent searches, which stay in
// this browser.  The form works without this file.
(() => {
  const RECENT = "poshuk-recent", MOST_RECENT = 8, WAIT = 120;
  const store = {
    read() { try { return JSON.parse(localStorage.getItem(RECENT)) || []; } catch { return []; } },
    write(rows) { try { localStorage.setItem(RECENT, JSON.stringify(rows.slice(0, MOST_RECENT))); } catch { /* private */ } },
  };

  for (const form of document.querySelectorAll("form.search")) attach(form);

  function attach(form) {
    const field = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    const status = document.createElement("span");
    list.id = `${field.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestions);
    status.className = "unseen";
    status.setAttribute("role", "status");
    form.append(list, status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) field.setAttribute(name, value);
    let timer, controller, chosen = -1, typed = field.value;

    field.addEventListener("input", () => {
      typed = field.value;
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    field.addEventListener("focus", () => { if (!field.value) show(recent()); });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) { close(); field.value = typed; event.preventDefault(); return; }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && !list.hidden) { choose(chosen + step); event.preventDefault(); }
      if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(options()[chosen]); }
    });
    field.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
    form.addEventListener("submit", () => {
      const q = field.value.trim();
      if (q) store.write([q, ...store.read().filter((other) => other !== q)]);
    });

    function options() { return [...list.querySelectorAll("[role=option]")]; }

    async function ask() {
      controller?.abort();
      if (typed.trim().length < 2) { show(typed ? [] : recent()); return; }
      controller = new AbortController();
      try {
        const address = `${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
        const answer = await fetch(address, { signal: controller.signal });
        if (answer.ok) show((await answer.json()).suggestions);
      } catch { /* the next key asks again */ }
    }

    function recent() {
      const rows = store.read().map((text) => ({ kind: "recent", text }));
      return rows.length ? [...rows, { kind: "forget", text: form.dataset.forget }] : [];
    }

    function show(rows) {
      list.replaceChildren(...rows.map(option));
      list.hidden = !rows.length;
      field.setAttribute("aria-expanded", String(rows.length > 0));
      field.removeAttribute("aria-activedescendant");
      chosen = -1;
      status.textContent = rows.length ? `${rows.length}` : "";
    }

    function option(row, number) {
      const item = document.createElement("li");
      item.id = `${list.id}-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.kind = row.kind;
      if (row.id) item.dataset.article = row.id;
      if (row.lang) item.lang = row.lang;
      const text = document.createElement("span");
      text.textContent = row.text;
      item.append(text);
      if (row.kind === "word") {
        const count = document.createElement("span");
        count.className = "count";
        count.textContent = row.documents.toLocaleString(document.documentElement.lang);
        item.append(count);
      }
      return item;
    }

    function choose(number) {
      const all = options();
      all[chosen]?.setAttribute("aria-selected", "false");
      chosen = (number + 1 + all.length + 1) % (all.length + 1) - 1;
      const now = all[chosen];
      now?.setAttribute("aria-selected", "true");
      now?.scrollIntoView({ block: "nearest" });
      if (now) field.setAttribute("aria-activedescendant", now.id); else field.removeAttribute("aria-activedescendant");
      field.value = now && (now.dataset.kind === "word" || now.dataset.kind === "recent") ? now.firstChild.textContent : typed;
    }

    function take(item) {
      if (item.dataset.kind === "forget") { store.write([]); field.value = typed; close(); return; }
      if (item.dataset.article) { location.href = form.dataset.articles + item.dataset.article.split("/").map(encodeURIComponent).join("/"); return; }
      field.value = item.firstChild.textContent;
      close();
      form.requestSubmit();
    }

    function close() {
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
  }
})();
