"use strict";

const words = {
  en: {
    title: "Customers: the report, in your browser",
    language: "Language",
    about: "Give it a list of purchases – who bought, when, for how much – and get the report: what customers are worth, where they stand, whom to call and why, and whether to believe it.",
    drop: "Drop a file of purchases here, or choose one",
    kinds: "{kinds}: a column for the customer, one for the date and, if you have it, one for the amount, as they were exported.",
    shop: "Try it with a simulated shop",
    options: "Options",
    optionsHow: "What the file does not tell, as the message names it: -currency EUR -dates day-first -margin 0.3",
    again: "Study the file again",
    stop: "Stop",
    save: "Save the report",
    open: "Open it alone, to print",
    private: "Your file does not leave this machine. It is read and computed by your own browser; once this page has loaded, its own content security policy forbids every request, and it works without a network.",
    loading: "loading the library",
    reading: "reading the file",
    refused: "There is no report of this file.",
    broken: "The computation stopped: {text} The file may be too large for this browser.",
    cannot: "The library cannot be loaded: {text}",
    took: "{name}: made in {s} s.",
    name: "Report on {name}",
    simulated: "Simulated shop",
  },
  zh: {
    title: "客户报告：在您的浏览器中生成",
    language: "语言",
    about: "给出购买记录（谁、何时、多少钱），即得报告：客户价值几何，处于哪个阶段，联系谁、为什么，以及预测是否可信。",
    drop: "将购买记录文件拖到此处，或选择文件",
    kinds: "{kinds}：一列客户，一列日期，如有金额再加一列，按导出原样即可。",
    shop: "用模拟商店试一试",
    options: "选项",
    optionsHow: "文件本身没有说明的内容，按提示填写：-currency CNY -dates day-first -margin 0.3",
    again: "重新分析该文件",
    stop: "停止",
    save: "保存报告",
    open: "单独打开，以便打印",
    private: "您的文件不会离开本机：读取与计算都在您的浏览器内完成；本页加载完毕后，其内容安全策略禁止一切请求，断网也能使用。",
    loading: "正在加载程序库",
    reading: "正在读取文件",
    refused: "无法为该文件生成报告。",
    broken: "计算中止：{text} 文件可能超出浏览器的能力。",
    cannot: "无法加载程序库：{text}",
    took: "{name}：用时 {s} 秒。",
    name: "{name} 的报告",
    simulated: "模拟商店",
  },
};

const $ = (id) => document.getElementById(id);
const kinds = "CSV";
let lang = (navigator.language || "en").startsWith("zh") ? "zh" : "en";
let file; // that is studied; null is the simulated shop, undefined none yet
let begun = 0; // when the study began; 0 if none is going on
let worker, parts; // parts are what a worker is made of
let url; // of the report that is shown

function say(key, values = {}) {
  return words[lang][key].replace(/\{(\w+)\}/g, (_, v) => values[v]);
}

function translate() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  $("lang").value = lang;
  for (const e of document.querySelectorAll("[data-say]")) e.textContent = say(e.dataset.say, { kinds });
}

function show(id, shown) {
  $(id).hidden = !shown;
}

function fail(text) {
  idle();
  $("error").textContent = text;
  show("error", true);
  $("error").focus();
}

function idle() {
  begun = 0;
  show("work", false);
  $("again").disabled = file === undefined;
}

// load fetches all there is to fetch, and then forbids the page to fetch any more: a
// worker is made from what is in memory, and bound by the policy of the page.
async function load() {
  const text = async (path) => {
    const r = await fetch(path);
    if (!r.ok) throw new Error(`${path}: ${r.status}`);
    return r.text();
  };
  const [exec, script, module] = await Promise.all([
    text("wasm_exec.js"), text("worker.js"), WebAssembly.compileStreaming(fetch("clientele.wasm")),
  ]);
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "connect-src 'none'";
  document.head.append(policy);
  parts = { script: URL.createObjectURL(new Blob([exec, "\n", script], { type: "text/javascript" })), module };
  start();
}

function start() {
  worker = new Worker(parts.script);
  worker.onmessage = ({ data }) => receive(data);
  worker.onerror = (e) => fail(say("broken", { text: e.message || "" }));
  worker.postMessage(parts.module);
}

function receive({ kind, text }) {
  switch (kind) {
    case "ready":
      $("help").textContent = text;
      document.body.dataset.ready = "yes";
      if (begun) request();
      break;
    case "progress":
      if (begun) $("progress").textContent = text;
      break;
    case "report":
      if (begun) report(text);
      break;
    case "error":
      if (begun) fail(say("refused") + "\n" + text);
      break;
    case "stopped":
      restart();
      fail(say("broken", { text }));
  }
}

function restart() {
  worker.terminate();
  delete document.body.dataset.ready;
  start();
}

function request() {
  $("progress").textContent = say("reading");
  worker.postMessage({ file, lang, options: $("options").value });
}

// study begins with a file; one that is being studied is given up.
function study(f) {
  if (begun && parts) restart();
  file = f;
  begun = performance.now();
  show("error", false);
  $("error").textContent = "";
  show("result", false);
  delete document.body.dataset.shown;
  show("work", true);
  $("again").disabled = true;
  if (document.body.dataset.ready) request();
  else $("progress").textContent = say("loading");
}

function report(html) {
  const s = ((performance.now() - begun) / 1000).toFixed(1);
  const name = file ? file.name : say("simulated");
  idle();
  if (url) URL.revokeObjectURL(url);
  url = URL.createObjectURL(new Blob([html], { type: "text/html;charset=utf-8" }));
  $("took").textContent = say("took", { name, s });
  $("save").href = $("open").href = url;
  $("save").download = (file ? file.name.replace(/\.\w+$/, "") + "-" : "") + "report.html";
  const frame = $("report");
  frame.title = say("name", { name });
  frame.onload = () => {
    const inner = frame.contentDocument.documentElement;
    droppable(frame.contentWindow);
    const fit = () => (frame.style.height = inner.scrollHeight + 4 + "px");
    new ResizeObserver(fit).observe(inner);
    fit();
    document.body.dataset.shown = name;
  };
  show("result", true);
  frame.src = url;
  $("result").focus({ preventScroll: true });
  $("result").scrollIntoView();
}

$("lang").onchange = () => {
  lang = $("lang").value;
  translate();
  if (file !== undefined) study(file);
};
$("file").onchange = () => $("file").files.length && study($("file").files[0]);
$("shop").onclick = () => study(null);
$("again").onclick = () => study(file);
$("options").onkeydown = (e) => e.key === "Enter" && file !== undefined && study(file);
$("stop").onclick = () => {
  idle();
  if (parts) restart();
};
// Files may be dropped anywhere, on the report too.
function droppable(window) {
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    window.addEventListener(kind, (e) => {
      e.preventDefault();
      document.body.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop" && e.dataTransfer.files.length) study(e.dataTransfer.files[0]);
    });
  }
}

droppable(window);
translate();
load().catch((e) => fail(say("cannot", { text: e.message })));
