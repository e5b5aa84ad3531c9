// The worker that computes: it begins with Go's wasm_exec.js. It was made after the
// page had forbidden itself every request, and is bound by the same policy.
onmessage = async ({ data: module }) => {
  onmessage = ({ data: request }) => globalThis.study(request);
  const go = new Go();
  try {
    await go.run(await WebAssembly.instantiate(module, go.importObject));
    postMessage({ kind: "stopped", text: "" });
  } catch (e) {
    postMessage({ kind: "stopped", text: String(e) });
  }
};
