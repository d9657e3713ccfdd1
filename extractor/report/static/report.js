// Filters, search, languages, themes and the picture viewer. The page is whole without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  // a page from the disk may have no storage
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };

  const setLanguage = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    $("language").textContent = lang === "zh" ? "English" : "中文";
    $("language").lang = lang === "zh" ? "en" : "zh-CN";
    const search = $("search");
    search.dataset.zh ||= search.placeholder;
    search.placeholder = search.dataset[lang];
    document.querySelectorAll("option[data-zh]").forEach((option) => { option.textContent = option.dataset[lang]; });
    apply();
  };
  const setTheme = (theme) => { root.dataset.theme = theme; };
  const system = matchMedia("(prefers-color-scheme: dark)");
  setTheme(recall("theme") || (system.matches ? "dark" : "light"));
  system.addEventListener("change", (event) => { if (!recall("theme")) setTheme(event.matches ? "dark" : "light"); });
  $("theme").addEventListener("click", () => {
    setTheme(root.dataset.theme === "dark" ? "light" : "dark");
    keep("theme", root.dataset.theme);
  });
  $("language").addEventListener("click", () => {
    setLanguage(root.dataset.lang === "zh" ? "en" : "zh");
    keep("lang", root.dataset.lang);
    room();
  });
  // what was never on the screen is not loaded yet, and would be blank on paper
  const pictures = () => [...document.images].filter((image) => image.getAttribute("loading") === "lazy");
  const loadAll = () => pictures().map((image) => { image.loading = "eager"; return image.decode().catch(() => {}); });
  $("print").addEventListener("click", () => Promise.all(loadAll()).then(() => print()));

  // paper is white, whatever the screen is
  let before = null;
  addEventListener("beforeprint", () => {
    document.querySelectorAll(".dispute-card details, .fold").forEach((part) => { part.open = true; });
    before = root.dataset.theme;
    setTheme("light");
    loadAll();
  });
  addEventListener("afterprint", () => { if (before) setTheme(before); });

  const form = document.querySelector(".filters");
  const rows = [...document.querySelectorAll(".row")];
  const texts = rows.map(() => null);
  // as people type it: case, spaces and full-width forms do not matter
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const textOf = (index) => (texts[index] ??= plain(rows[index].textContent));
  const kinds = new Set();
  let asks = false;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());

  function apply() {
    const words = $("search").value.split(/\s+/).map(plain).filter(Boolean);
    const dispute = $("dispute") ? $("dispute").value : "";
    let shown = 0;
    rows.forEach((row, index) => {
      const fits = (!asks || row.dataset.asks === "1")
        && (!kinds.size || kinds.has(row.dataset.kind))
        && (!dispute || row.dataset.disputes.split(" ").includes(dispute))
        && words.every((word) => textOf(index).includes(word));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    const count = $("count");
    count.textContent = count.dataset[root.dataset.lang].replace("{n}", shown).replace("{all}", rows.length);
    $("empty").hidden = shown > 0;
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[aria-pressed]");
    if (!button) return;
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    if (button.dataset.filter === "asks") asks = on;
    else if (on) kinds.add(button.dataset.kind);
    else kinds.delete(button.dataset.kind);
    apply();
  });
  let waiting = 0;
  $("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  $("dispute")?.addEventListener("change", apply);
  // a link to a row that is filtered away shows it again
  const reveal = () => {
    const target = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest(".row[hidden]")) {
      $("search").value = ""; asks = false; kinds.clear();
      if ($("dispute")) $("dispute").value = "";
      form.querySelectorAll("[aria-pressed]").forEach((b) => b.setAttribute("aria-pressed", "false"));
      apply();
    }
  };
  // parts of the page that were never in view are laid out when one comes by, so what is above a target may grow or shrink while
  // the page scrolls to it: it is put in its place until that stands still, unless somebody scrolls himself
  const STILL = 6, LONGEST = 90;  // frames
  let landing = 0;
  const leave = () => { landing += 1; };
  function land() {
    const target = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const turn = landing += 1;
    let still = 0, frames = 0, before = null;
    const settle = () => {
      if (turn !== landing) return;
      target.scrollIntoView({ behavior: "instant", block: "start" });
      const top = Math.round(target.getBoundingClientRect().top);
      still = top === before ? still + 1 : 0;
      before = top;
      frames += 1;
      if (still < STILL && frames < LONGEST) requestAnimationFrame(settle);
    };
    settle();
  }
  ["wheel", "touchstart", "keydown", "pointerdown"].forEach((what) => addEventListener(what, leave, { passive: true }));
  const bar = document.querySelector(".top");
  const room = () => { root.style.scrollPaddingTop = `${bar.offsetHeight + 12}px`; };
  addEventListener("resize", room);
  addEventListener("hashchange", () => { reveal(); land(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']:not([data-full])");
    // a second click on the same link changes no address
    if (link && link.hash === location.hash) { event.preventDefault(); reveal(); land(); }
  });

  // the command that reviews this folder, or one row of it; where the page lies only the browser knows, and it is not in
  // the file, which may be passed on
  const folder = () => {
    if (location.protocol !== "file:") return null;
    const path = decodeURIComponent(location.pathname).replace(/\/[^/]*$/, "");
    return /^\/[A-Za-z]:/.test(path) ? path.slice(1).replace(/\//g, "\\") : path;
  };
  // a folder's name may come from a stranger, and must not become a command of its own when it is pasted
  const quoted = (text) => {
    if (/^[\p{L}\p{N}_./:\\~-]+$/u.test(text)) return text;
    if (!/^[A-Za-z]:/.test(text)) return `'${text.replace(/'/g, "'\\''")}'`;
    return /["$`%]/.test(text) ? '"…"' : `"${text}"`;
  };
  const command = document.querySelector("[data-command]");
  const review = (id) => `${command.dataset.program} review ${quoted(folder() ?? command.dataset.command)}${id ? ` --row ${id}` : ""}`;
  if (command) command.textContent = review("");
  const copied = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  let fading = 0;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = review(button.dataset.copy);
      let done = false;
      try { await navigator.clipboard.writeText(text); done = true; } catch { done = copied(text); }
      const zh = root.dataset.lang === "zh";
      $("toast").textContent = `${done ? (zh ? "已复制，粘贴到终端里运行：" : "Copied; paste it into a terminal: ") : (zh ? "请在终端里运行：" : "Run in a terminal: ")}${text}`;
      $("toast").hidden = false;
      clearTimeout(fading);
      fading = setTimeout(() => { $("toast").hidden = true; }, 8000);
      button.focus();
    });
  });

  const viewer = $("viewer"), picture = $("viewer-picture"), box = $("viewer-box");
  const sheet = viewer.querySelector(".sheet"), stage = viewer.querySelector(".stage");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-full]");
    if (!link) return;
    event.preventDefault();
    const image = $("i-" + link.dataset.full);
    picture.src = image.src;
    picture.alt = image.alt;
    $("viewer-name").textContent = image.alt;
    sheet.classList.remove("large");
    const width = Number(image.getAttribute("width")), height = Number(image.getAttribute("height"));
    const [x, y, w, h] = (link.dataset.box || "").split(",").map(Number);
    box.hidden = !h;
    viewer.showModal();
    if (h) {
      const room = width / 90;  // the frame stands around the text, not on it
      box.style.left = `${(100 * (x - room)) / width}%`; box.style.width = `${(100 * (w + 2 * room)) / width}%`;
      box.style.top = `${(100 * (y - room)) / height}%`; box.style.height = `${(100 * (h + 2 * room)) / height}%`;
      picture.decode().catch(() => {}).then(() => {
        stage.scrollTop = Math.max(0, (y / height) * sheet.offsetHeight - stage.clientHeight / 3);
      });
    }
  });
  $("close").addEventListener("click", () => viewer.close());
  $("fit").addEventListener("click", () => sheet.classList.toggle("large"));
  viewer.addEventListener("click", (event) => { if (event.target === viewer) viewer.close(); });

  setLanguage(recall("lang") || "zh");
  room();
  reveal();
  land();
})();
