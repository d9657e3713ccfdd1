// The reviewer's desk: one row at a time beside its picture. All text goes in as text, never as markup.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const words = {};
  for (const option of $("words").content.querySelectorAll("option")) {
    (words[option.dataset.list] ??= {})[option.value] = option.dataset;
  }
  words.kindname = { ...words.kind, ...words.kindname };
  const say = (zh, en) => (root.dataset.lang === "zh" ? zh : en);
  const word = (list, value) => words[list]?.[value]?.[root.dataset.lang] ?? value;
  const make = (tag, cls, text) => {
    const node = document.createElement(tag);
    if (cls) node.className = cls;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  // direction marks in a text are shown, not obeyed: they could turn a number around
  // times as people write them; what is not changed goes back as it came
  const MOMENTS = new Set(["occurred_at", "promised_by"]);
  const shown = (column, value) => (MOMENTS.has(column) ? value.replace(/^(\d{4}-\d\d-\d\d)T([\d:]+)\+08:00$/, "$1 $2") : value);
  const plain = (text) => text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (mark) => `[U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };

  const TEXTS = new Set(["text"]);
  const LISTS = { kind: "kind", status: "status", speaker: "speaker" };
  const LONG = new Set(["order_no", "trade_no"]);
  const SMALLEST = 10;   // pixels of the smallest figures
  const FIGURES = new Set(["order_no", "trade_no", "amount", "occurred_at", "account", "phone", "promised_amount", "promised_by"]);
  const PAGE = ["amount", "occurred_at", "status", "order_no", "trade_no", "counterparty", "product", "account"];
  const SAID = ["speaker", "text", "occurred_at", "promised_amount", "promised_by", "order_no", "counterparty"];
  const OWN = { transaction: PAGE, ticket: ["order_no", "occurred_at", "counterparty"], product: ["product"], account: ["account", "phone", "occurred_at"], none: [], unread: [] };
  const ORDER = ["kind", "amount", "promised_amount", "promised_by", "speaker", "text", "occurred_at", "status", "order_no", "trade_no", "counterparty", "product", "account", "phone"];

  let all = [];          // rows in short
  let row = null;        // the one on the desk
  let field = null;      // the field that was edited last
  let drawnBox = "";
  let drawing = false;
  let adding = false;    // what is drawn is a row that was missed
  let busy = false;
  let wanted = null;  // a step back that was asked for while another was still under way
  function idle() {
    busy = false;
    const next = wanted;
    wanted = null;
    if (next) next();
  }
  let turns = 0;         // rows asked for so far: only the last one is shown
  const view = { x: 0, y: 0, zoom: 1 };

  async function ask(path, body) {
    const language = { "Accept-Language": root.dataset.lang };
    const answer = await fetch(path, body === undefined ? { headers: language } : {
      method: "POST", headers: { "Content-Type": "application/json", ...language }, body: JSON.stringify(body),
    });
    let told = {};
    try { told = await answer.json(); } catch { /* a refusal in plain text */ }
    if (!answer.ok) throw Object.assign(new Error(told.error || `${answer.status}`), told);
    return told;
  }
  function tell(text, bad) {
    $("message").textContent = text;
    $("message").classList.toggle("bad", Boolean(bad));
  }
  const failed = (error) => tell(error instanceof TypeError
    ? say("连不上程序：终端里的 extractor review 已经结束？", "The program does not answer: has extractor review ended?")
    : error.message, true);

  // ---- the queue
  const queue = () => all.filter((item) => $("everything").checked || item.asks || item.key === row?.key);
  // what was decided stays in the count: 3 / 9 is the third of nine, two of which are done; a file that was not read has no
  // place in it, for it is not among what is left
  const counted = () => all.filter((item) => $("everything").checked || (item.kind !== "unread" && (item.asks || item.reviewed || item.key === row?.key)));
  async function overview() {
    const told = await ask("/api/overview");
    all = told.rows;
    // of a file that cannot be read nothing can be compared: it is told apart
    const unread = all.filter((item) => item.asks && item.kind === "unread").length;
    $("bar").max = Math.max(1, told.to_review + told.reviewed);
    $("bar").value = told.reviewed;
    const also = unread ? say(`，另有 ${unread} 个文件读不出`, `, and ${unread} files not read`) : "";
    $("left").textContent = say(`已核对 ${told.reviewed}，还剩 ${told.to_review}`, `${told.reviewed} reviewed, ${told.to_review} left`) + also;
    showMisfits(told.misfits);
  }
  function showMisfits(misfits) {
    const block = $("misfits");
    block.replaceChildren();
    block.hidden = !misfits.length;
    if (!misfits.length) return;
    block.append(make("strong", "", say(`${misfits.length} 处更正不再吻合，没有丢失，请重新核对：`, `${misfits.length} decisions no longer fit. Nothing is lost; please look again:`)));
    const list = make("ul");
    for (const misfit of misfits) {
      const values = Object.entries(misfit.values).map(([column, value]) => `${word("column", column)} ${plain(shown(column, value))}`).join(say("、", ", "));
      list.append(make("li", "", `${word("misfit", misfit.why)}${say("：", ": ")}${misfit.evidence_id} ${plain(misfit.file)} ${values}`));
    }
    block.append(list);
  }
  async function show(key) {
    const turn = turns += 1;
    let told;
    try {
      told = await ask(`/api/row?key=${encodeURIComponent(key)}`);
    } catch (error) { failed(error); return; }
    if (turn !== turns) return;  // another row was asked for meanwhile
    row = told;
    $("desk").hidden = false; $("done").hidden = true;
    history.replaceState(null, "", `#${row.id}`);
    drawnBox = ""; field = null; setDrawing(false);
    $("reread").hidden = true;
    paint();
    loadPicture();
    $("what").focus({ preventScroll: true });
  }
  // ---- a row that the program missed
  function startAdding() {
    if (busy || !row || row.draft || !row.viewable) return;
    setDrawing(true);
    adding = true;
    $("draw").setAttribute("aria-pressed", "false");
    $("add").setAttribute("aria-pressed", "true");
    $("drawing").textContent = say("把漏掉的那一处框起来，松开后识读；Esc 取消", "Drag a box around what was missed; Esc to cancel");
  }
  function startDraft(box) {
    row = { draft: true, from: row.key, key: null, id: row.id, file: row.file, picture: row.picture, viewable: true, asks: false, kind: "transaction", box,
      cells: Object.fromEntries(ORDER.map((column) => [column, column === "kind" ? "transaction" : ""])), reasons: [], candidates: {}, places: {}, lines: [] };
    field = null;
    lay($("box"), parse(box));
    paint();
    $("f-amount")?.focus();
  }
  async function saveDraft() {
    const told = await ask("/api/add", { picture: row.picture, box: row.box, values: { kind: row.kind, ...values() } });
    await overview();
    await show(told.key);
    tell(told.warning || say("已补上这一条；按 U 撤销", "Added; U takes it back"), told.warning);
  }
  const leaveDraft = () => { if (row?.draft) show(row.from); };
  function changeKind() {
    row.kind = $("f-kind").value;
    row.cells.kind = row.kind;
    repaint();
  }
  // what was typed meanwhile stays, and who is typing goes on where he was
  function repaint() {
    const typed = values();
    const { id, selectionStart, selectionEnd } = document.activeElement;
    paint();
    for (const [column, value] of Object.entries(typed)) { $(`f-${column}`).value = value; changed(column); }
    const again = id.startsWith("f-") ? $(id) : null;
    if (!again) return;
    again.focus({ preventScroll: true });
    if (typeof selectionStart === "number") again.setSelectionRange(selectionStart, selectionEnd);
  }
  function step(by) {
    if (row?.draft) { leaveDraft(); return; }
    const list = queue();
    const at = list.findIndex((item) => item.key === row?.key);
    const next = list[at + by];
    if (next) { tell(""); show(next.key); } else tell(by > 0 ? say("这是最后一条", "This is the last one") : say("这是第一条", "This is the first one"));
  }
  function nextThatAsks() {
    const at = all.findIndex((item) => item.key === row?.key);
    return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) => item.asks);
  }
  function finished() {
    $("desk").hidden = true; $("done").hidden = false;
    $("done-title").focus();
  }

  // ---- the panel
  function paint() {
    const what = $("what");
    what.replaceChildren(make("span", `badge ${row.kind}`, word("kindname", row.kind)));
    const list = counted();
    const place = list.findIndex((item) => item.key === row.key) + 1;
    const position = make("span", "", place ? `${place} / ${list.length}` : "");
    position.id = "position";
    what.append(position);
    if (row.draft) what.replaceChildren(make("span", "badge ask", say("补一条", "A row to add")));
    else if (row.reviewed_at) what.append(make("span", "badge done", say("已核对", "Reviewed")));
    else if (row.asks) what.append(make("span", "badge ask", say("待核对", "To review")));
    $("where").textContent = row.draft ? plain(row.file) : `${row.id} · ${plain(row.file)}`;
    $("cancel").hidden = !row.draft;
    for (const id of ["previous", "next", "undo"]) $(id).hidden = Boolean(row.draft);
    $("reasons").replaceChildren(...(row.no_picture?.whole ? [] : row.reasons).map((reason) => {
      const title = reason.column ? `${word("column", reason.column)}${say("：", ": ")}` : "";
      const read = reason.values.map((value) => plain(shown(reason.column, value))).join(" | ");
      const values = read && say(`（${read}）`, ` (${read})`);
      return make("li", reason.asks ? "" : "calm", `${title}${say(reason.zh, reason.en)}${values}`);
    }));
    // of a file that was not read nothing stands beside the fields to compare them with
    const blank = row.kind === "unread" && !row.viewable && !row.draft;
    $("unread").hidden = !blank;
    $("taken").hidden = !row.asks_day;
    $("taken-label").textContent = say("这张图是哪天截的？", "On which day was this picture taken?");
    $("taken-set").textContent = say(`按这天重算这张图上的日期（${row.counted} 条）`, `Count the days on this picture from it (rows: ${row.counted})`);
    const doubts = new Set([...row.reasons.filter((r) => r.asks && r.column).map((r) => r.column), ...Object.keys(row.candidates)]);
    const own = new Set(["kind", ...(OWN[row.kind] ?? SAID), ...doubts]);
    const form = $("fields");
    form.replaceChildren();
    let number = 0;
    const rest = make("details", "more");
    rest.append(make("summary", "", blank ? say("知道它是什么？自己填写", "You know what it is? Fill it in yourself") : say("其他各列", "Other columns")));
    const sorted = [...ORDER].sort((a, b) => (doubts.has(b) ? 1 : 0) - (doubts.has(a) ? 1 : 0));
    for (const column of sorted) {
      const entry = makeField(column, doubts.has(column));
      for (const value of row.candidates[column] ?? []) {
        number += 1;
        entry.querySelector(".choices").append(choice(value, column, number));
      }
      const front = own.has(column) || (row.cells[column] && (column !== "text" || !OWN[row.kind]));
      (front && !blank ? form : rest).append(entry);
    }
    if (rest.children.length > 1) form.append(rest);
    const lines = $("lines");
    lines.replaceChildren(...row.lines.map((line) => {
      const item = make("li");
      for (const text of line.readings) {
        const button = make("button", "button", plain(text));
        button.type = "button";
        button.addEventListener("click", () => put(text));
        button.addEventListener("pointerenter", () => spot(line.box));
        item.append(button);
      }
      return item;
    }));
    $("lines-block").hidden = !row.lines.length;
    fitAll();
    rest.addEventListener("toggle", fitAll);
    label();
  }
  function makeField(column, doubt) {
    const entry = make("div", `field${doubt ? " doubt" : ""}${FIGURES.has(column) ? " figures" : ""}${LONG.has(column) ? " long" : ""}`);
    const caption = make("label", "", word("column", column));
    let input;
    if (LISTS[column]) {
      input = make("select");
      if (column !== "kind") input.append(new Option("—", ""));
      for (const value of Object.keys(words[LISTS[column]])) input.append(new Option(word(LISTS[column], value), value));
      if (row.cells[column] && ![...input.options].some((o) => o.value === row.cells[column])) input.append(new Option(word("kindname", row.cells[column]), row.cells[column]));
    } else if (TEXTS.has(column)) input = make("textarea");
    else { input = make("input"); input.type = "text"; input.spellcheck = false; if (FIGURES.has(column)) input.dir = "ltr"; }
    input.id = `f-${column}`;
    input.name = column;
    input.value = shown(column, row.cells[column]);
    caption.htmlFor = input.id;
    input.addEventListener("focus", () => { field = column; spot(row.places[column]); });
    input.addEventListener("input", () => { if (row.draft && column === "kind") changeKind(); else changed(column); });
    entry.append(caption, input, make("div", "choices"));
    entry.dataset.column = column;
    const others = row.alike?.[column];
    if (others) {
      const also = make("label", "alike small");
      const tick = make("input");
      tick.type = "checkbox"; tick.id = "alike"; tick.checked = true;
      also.append(tick, " ", say(`这张截图里同一对话的另外 ${others} 条也这样`, `The same for the other ${others} rows of this chat on this screenshot`));
      also.hidden = !doubt;
      entry.append(also);
    }
    if (column === "occurred_at" && row.counted > 1) {
      // shown once its day is changed
      const also = make("label", "alike small");
      const tick = make("input");
      tick.type = "checkbox"; tick.id = "days"; tick.checked = true;
      also.append(tick, " ", say(`这张图上按截图时间推算的另外 ${row.counted - 1} 条日期也跟着重算`, `Count the days of the other ${row.counted - 1} rows of this picture anew, too`));
      also.hidden = true;
      entry.append(also);
    }
    return entry;
  }
  function choice(value, column, number) {
    const button = make("button", "button");
    button.type = "button";
    if (number && number < 10) { button.dataset.number = number; button.append(make("kbd", "", number), " "); }
    button.append(plain(LISTS[column] ? word(LISTS[column], value) : shown(column, value)));
    button.addEventListener("click", () => put(value, column));
    return button;
  }
  // a number that is longer than its field is shown smaller, not cut: each of its digits is to be compared
  function fit(input) {
    if (!input.closest(".figures")) return;
    input.style.fontSize = "";
    if (!input.clientWidth || input.scrollWidth <= input.clientWidth) return;
    const size = parseFloat(getComputedStyle(input).fontSize);
    input.style.letterSpacing = "0";
    input.style.fontSize = `${Math.max(SMALLEST, Math.floor(10 * size * (input.clientWidth / input.scrollWidth)) / 10 - .4)}px`;
  }
  const fitAll = () => document.querySelectorAll(".figures input").forEach(fit);
  function put(value, column) {
    const target = column || field || document.querySelector(".field.doubt")?.dataset.column;
    if (!target) { tell(say("先点一下要改的那一格", "Click the field first"), true); return; }
    const input = $(`f-${target}`);
    input.closest("details")?.setAttribute("open", "");
    input.value = TEXTS.has(target) ? value : shown(target, value.replace(/\n/g, ""));
    changed(target);
    spot(row.places[target]);
  }
  function values() {
    const found = {};
    for (const column of ORDER) {
      const typed = $(`f-${column}`).value;
      if (typed !== shown(column, row.cells[column])) found[column] = typed;
    }
    return found;
  }
  function changed(column) {
    const entry = document.querySelector(`.field[data-column="${column}"]`);
    entry.classList.toggle("changed", $(`f-${column}`).value !== shown(column, row.cells[column]));
    fit($(`f-${column}`));
    if (entry.classList.contains("changed")) entry.querySelector(".alike")?.removeAttribute("hidden");
    entry.querySelector(".error")?.remove();
    label();
  }
  function label() {
    const some = Object.keys(values()).length > 0 || drawnBox;
    $("accept-text").textContent = row.draft ? say("补上这一条", "Add this row") : some ? say("保存更正，下一条", "Save and next") : row.kind === "unread" ? say("知道了，下一条", "Noted, next") : say("和图一致，下一条", "As in the picture, next");
  }
  async function accept() {
    if (busy || !row || $("desk").hidden) return;
    busy = true;
    try {
      if (row.draft) { await saveDraft(); return; }
      const alike = Boolean($("alike")?.checked);
      const told = await ask("/api/decide", { key: row.key, seen: row.cells, values: values(), box: drawnBox, alike, days: Boolean($("days")?.checked) });
      await overview();
      tell(told.warning || say("已保存", "Saved"), told.warning);
      const next = nextThatAsks();
      if (next) await show(next.key);
      else if ($("everything").checked && queue().at(-1)?.key !== row.key) step(1);
      else finished();
    } catch (error) {
      failed(error);
      if (error.stale) { await overview(); await show(row.key); failed(error); }
    } finally { idle(); }
  }
  async function taken(event) {
    event.preventDefault();
    const day = $("taken-day").value;
    if (busy || !row?.asks_day) return;
    if (!day) { tell(say("先填截图的日期", "Give the day first"), true); return; }
    busy = true;
    tell(say("正在按这一天重算…", "Counting from that day …"));
    try {
      const told = await ask("/api/taken", { key: row.key, day });
      $("taken-day").value = "";
      await overview();
      await show(row.key);
      tell(told.warning || say("这张图上的日期已重算，请核对；按 U 撤销", "The days on this picture were counted anew, look at them; U takes it back"), told.warning);
    } catch (error) { failed(error); } finally { idle(); }
  }
  async function undo() {
    if (busy) { wanted = undo; return; }
    busy = true;
    try {
      const told = await ask("/api/undo", {});
      await overview();
      if (told.key) await show(told.key);
      tell(told.warning || (told.undone ? say("已撤销", "Undone") : say("没有可撤销的", "Nothing to undo")), told.warning);
    } catch (error) { failed(error); } finally { busy = false; }
  }
  async function finish() {
    if (busy) return;
    busy = true;
    tell(say("正在更新表格和报告…", "Bringing table and report up to date …"));
    try {
      const told = await ask("/api/finish", {});
      $("desk").hidden = true; $("done").hidden = true; $("over").hidden = false;
      document.querySelector(".tools").hidden = true;
      $("over-text").textContent = told.warning || say(`已核对 ${told.reviewed} 条，还有 ${told.asks} 条待核对。`, `${told.reviewed} rows reviewed, ${told.asks} still ask.`);
      $("over-title").focus();
    } catch (error) { failed(error); } finally { busy = false; }
  }

  // ---- the picture
  const stage = $("view"), sheet = $("sheet"), picture = $("picture");
  const parse = (text) => { const [x, y, w, h] = (text || "").split(",").map(Number); return h ? { x, y, w, h } : null; };
  const lay = (node, box) => {
    node.hidden = !box;
    if (box) Object.assign(node.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` });
  };
  function move() {
    sheet.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
    sheet.style.setProperty("--zoom", view.zoom);
  }
  function frame(box, most) {
    if (!picture.naturalWidth) return;
    const room = { w: stage.clientWidth - 32, h: stage.clientHeight - 88 };
    view.zoom = Math.min(most, room.w / box.w, room.h / box.h);
    view.x = (stage.clientWidth - box.w * view.zoom) / 2 - box.x * view.zoom;
    view.y = 16 + Math.max(0, (room.h - box.h * view.zoom) / 2) - box.y * view.zoom;
    move();
  }
  const wholePicture = () => ({ x: 0, y: 0, w: picture.naturalWidth, h: picture.naturalHeight });
  // on a phone the whole row would be too small to read: the place in doubt, with the line's width around it
  const NARROW = 600;
  const doubtful = () => document.querySelector(".field.doubt")?.dataset.column;
  function around(box) {
    const w = Math.max(box.w + 120, picture.naturalWidth * .62), h = box.h + 200;
    const x = Math.min(Math.max(0, box.x + box.w / 2 - w / 2), Math.max(0, picture.naturalWidth - w));
    return { x, y: box.y + box.h / 2 - h / 2, w, h };
  }
  function closeUp() {
    const spotted = parse(row.places[doubtful()]);
    lay($("spot"), spotted);
    const own = parse(row.box);
    const apart = spotted && own && (spotted.y + spotted.h < own.y || spotted.y > own.y + own.h);
    // what is in doubt may stand elsewhere, as the name of a chat in its title bar: that place is shown
    if (spotted && (apart || stage.clientWidth < NARROW)) { frame(around(spotted), 3); whole = false; return; }
    const box = own || wholePicture();
    const dx = Math.max(30, box.w * .08), dy = Math.max(40, box.h * .15);
    frame({ x: box.x - dx, y: box.y - dy, w: box.w + 2 * dx, h: box.h + 2 * dy }, 3);
    whole = !row.box;
  }
  let whole = false;
  function toggleWhole() {
    whole = !whole;
    if (whole) frame(wholePicture(), 1); else closeUp();
  }
  function spot(text) {
    const box = parse(text);
    lay($("spot"), box);
    if (!box) return;
    const left = box.x * view.zoom + view.x, top = box.y * view.zoom + view.y;
    const seen = left > 0 && top > 0 && left + box.w * view.zoom < stage.clientWidth && top + box.h * view.zoom < stage.clientHeight - 60;
    if (!seen || box.h * view.zoom < 26) frame({ x: box.x - 60, y: box.y - 120, w: box.w + 120, h: box.h + 240 }, 3);
  }
  const GONE = ["原图已不在原处", "The original is no longer in its place"];
  function loadPicture() {
    lay($("box"), parse(row.box)); lay($("spot"), null); lay($("drawn"), null);
    const source = `/picture/${row.picture}`;
    $("nopicture").hidden = row.viewable;
    const why = row.no_picture ?? {};
    $("nopicture").textContent = say(why.zh || GONE[0], why.en || GONE[1]);
    for (const id of ["draw", "add", "whole", "zoom-in", "zoom-out"]) $(id).disabled = !row.viewable;
    stage.classList.toggle("bare", !row.viewable);
    if (!row.viewable) { sheet.hidden = true; picture.removeAttribute("src"); picture.dataset.source = ""; return; }
    picture.alt = plain(row.file);
    if (picture.dataset.source === source && picture.naturalWidth) { closeUp(); return; }
    picture.dataset.source = source;
    sheet.hidden = true;
    picture.src = source;
  }
  picture.addEventListener("load", () => { sheet.hidden = false; closeUp(); stage.dataset.loaded = row.key; });
  picture.addEventListener("error", () => {
    if (picture.dataset.source) $("nopicture").hidden = false;
  });
  function zoomAt(factor, x, y) {
    const zoom = Math.min(8, Math.max(.1, view.zoom * factor));
    view.x = x - (x - view.x) * (zoom / view.zoom);
    view.y = y - (y - view.y) * (zoom / view.zoom);
    view.zoom = zoom;
    move();
  }
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const area = stage.getBoundingClientRect();
    zoomAt(Math.exp(-event.deltaY / 400), event.clientX - area.left, event.clientY - area.top);
  }, { passive: false });
  function setDrawing(on) {
    drawing = on;
    adding = false;
    $("add").setAttribute("aria-pressed", "false");
    $("drawing").textContent = say("在图上拖出一个框，松开后重新识读；Esc 取消", "Drag a box on the picture; it is read when you let go. Esc to cancel");
    stage.classList.toggle("draw", on);
    $("draw").setAttribute("aria-pressed", String(on));
    $("drawing").hidden = !on;
  }
  let pull = null;
  const place = (event) => {
    const area = stage.getBoundingClientRect();
    return { x: (event.clientX - area.left - view.x) / view.zoom, y: (event.clientY - area.top - view.y) / view.zoom };
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button") || !row) return;
    stage.setPointerCapture(event.pointerId);
    pull = { start: place(event), x: event.clientX - view.x, y: event.clientY - view.y };
    stage.classList.toggle("pulling", !drawing);
    event.preventDefault();
  });
  const between = (a, b) => {
    const clip = (v, most) => Math.round(Math.min(most, Math.max(0, v)));
    const x = clip(Math.min(a.x, b.x), picture.naturalWidth), y = clip(Math.min(a.y, b.y), picture.naturalHeight);
    return { x, y, w: clip(Math.max(a.x, b.x), picture.naturalWidth) - x, h: clip(Math.max(a.y, b.y), picture.naturalHeight) - y };
  };
  stage.addEventListener("pointermove", (event) => {
    if (!pull) return;
    if (drawing) lay($("drawn"), between(pull.start, place(event)));
    else { view.x = event.clientX - pull.x; view.y = event.clientY - pull.y; move(); }
  });
  stage.addEventListener("pointercancel", () => { pull = null; stage.classList.remove("pulling"); });
  stage.addEventListener("pointerup", (event) => {
    if (!pull) return;
    const box = between(pull.start, place(event));
    pull = null;
    stage.classList.remove("pulling");
    if (drawing && box.w > 5 && box.h > 5) {
      if (adding || row.draft) startDraft(`${box.x},${box.y},${box.w},${box.h}`);
      setDrawing(false);
      reread(box);
    }
  });
  async function reread(box) {
    const text = `${box.x},${box.y},${box.w},${box.h}`;
    const block = $("reread");
    const at = row.key;
    block.hidden = false;
    block.replaceChildren(make("p", "", say("正在识读…", "Reading …")));
    let told;
    try { told = await ask("/api/reread", { picture: row.picture, box: text }); } catch (error) {
      block.hidden = true; failed(error); return;
    }
    if (row.key !== at) return;
    block.replaceChildren(make("p", "", told.readings.length
      ? say("框里识读到（点一下，放进正在改的那一格）：", "Read in your box (click to put it into the field):")
      : say("框里没有识读到文字", "Nothing was read in your box")));
    const list = make("div", "choices");
    for (const reading of told.readings) {
      const button = make("button", "button", plain(reading.text));
      button.type = "button";
      button.title = `${reading.engine} ${reading.confidence}`;
      button.addEventListener("click", () => put(reading.text));
      list.append(button);
    }
    if (row.draft) { block.append(list); lay($("drawn"), null); return; }
    const also = make("label", "small");
    const tick = make("input");
    tick.type = "checkbox";
    tick.id = "use-box";
    tick.addEventListener("change", () => { drawnBox = tick.checked ? text : ""; label(); });
    also.append(tick, " ", say("把这个框也记作本行的位置", "Keep this box as the row's place"));
    block.append(list, also);
  }

  // ---- keys
  const KEYS = { n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1), u: undo, z: toggleWhole, b: () => setDrawing(!drawing && row.viewable), m: startAdding, "?": () => $("keys").showModal(), a: accept,
    e: () => { const first = document.querySelector(".field.doubt input, .field.doubt textarea, .field.doubt select") || document.querySelector("#fields input"); first?.focus(); first?.select?.(); } };
  document.addEventListener("keydown", (event) => {
    // Enter also ends the choice of a Chinese character while it is being typed: not ours
    if (event.isComposing || event.altKey || event.metaKey || $("keys").open || !$("over").hidden) return;
    const target = event.target;
    const typing = target.matches("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape") { if (drawing) { setDrawing(false); lay($("drawn"), null); } else if (typing) target.blur(); else leaveDraft(); return; }
    if (event.key === "Enter") {
      if (target.id === "taken-day") return;
      if (target.matches("button, summary, a, [type=checkbox]") || (target.matches("textarea") && !event.ctrlKey)) return;
      event.preventDefault();
      if (!$("done").hidden) return;
      accept();
      return;
    }
    if (typing || event.ctrlKey) return;
    if (!$("done").hidden) { if (event.key.toLowerCase() === "u") undo(); return; }
    if (/^[1-9]$/.test(event.key)) { document.querySelector(`[data-number="${event.key}"]`)?.click(); return; }
    const act = KEYS[event.key.toLowerCase()] || { ArrowRight: KEYS.n, ArrowLeft: KEYS.p }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  const on = (id, act) => $(id).addEventListener("click", act);
  on("accept", accept); on("next", () => step(1)); on("previous", () => step(-1)); on("undo", undo); on("undo-last", undo);
  on("finish", finish); on("finish-now", finish); on("whole", toggleWhole); on("draw", () => setDrawing(!drawing)); on("add", startAdding); on("cancel", leaveDraft);
  on("help", () => $("keys").showModal()); on("keys-close", () => $("keys").close());
  // a button that was clicked keeps the focus, and Enter would press it again instead of accepting the row
  document.addEventListener("click", (event) => {
    if (event.detail > 0 && event.target.closest("#desk button")) $("what").focus({ preventScroll: true });
  });
  $("keys").addEventListener("close", () => $("what").focus({ preventScroll: true }));
  on("zoom-in", () => zoomAt(1.3, stage.clientWidth / 2, stage.clientHeight / 2));
  on("zoom-out", () => zoomAt(1 / 1.3, stage.clientWidth / 2, stage.clientHeight / 2));
  on("back", () => { $("everything").checked = true; if (all.length) show(all[0].key); });
  $("taken").addEventListener("submit", taken);
  $("fields").addEventListener("submit", (event) => event.preventDefault());
  $("everything").addEventListener("change", () => { if (row) repaint(); });
  addEventListener("resize", () => { fitAll(); if (row && picture.naturalWidth) closeUp(); });
  addEventListener("beforeunload", (event) => { if (row && !$("desk").hidden && Object.keys(values()).length) event.preventDefault(); });

  // ---- language and theme
  function setLanguage(lang) {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    $("language").textContent = lang === "zh" ? "English" : "中文";
    $("language").lang = lang === "zh" ? "en" : "zh-CN";
  }
  on("language", async () => {
    setLanguage(root.dataset.lang === "zh" ? "en" : "zh");
    keep("lang", root.dataset.lang);
    await overview();
    setDrawing(drawing);
    if (row) { repaint(); if (!row.viewable) loadPicture(); }
  });
  const system = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (theme) => { root.dataset.theme = theme; };
  setTheme(recall("theme") || (system.matches ? "dark" : "light"));
  system.addEventListener("change", (event) => { if (!recall("theme")) setTheme(event.matches ? "dark" : "light"); });
  on("theme", () => { setTheme(root.dataset.theme === "dark" ? "light" : "dark"); keep("theme", root.dataset.theme); });

  // a link to a row, from the report or by --row: #E-…
  const asked = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    return id && all.find((item) => item.key.startsWith(`${id}|`));
  };
  addEventListener("hashchange", () => { const wanted = asked(); if (wanted && wanted.key !== row?.key) show(wanted.key); });

  setLanguage(recall("lang") || root.dataset.lang);
  setDrawing(false);
  overview().then(() => {
    const wanted = asked();
    if (wanted) { $("everything").checked ||= !wanted.asks; return show(wanted.key); }
    if (location.hash.length > 1) tell(say("没有这一条：", "There is no such row: ") + plain(decodeURIComponent(location.hash.slice(1))), true);
    const first = all.find((item) => item.asks);
    if (first) return show(first.key);
    finished();
    return undefined;
  }).catch(failed);
})();
