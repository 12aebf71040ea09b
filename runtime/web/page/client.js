// A Worker with the engine (worker.js). Answers come by the number of their question; what ended before it answered has "stopped"
// as its error. `heard`: what a server says; `progress`: how far a computation is.
export function engineWorker(text, { heard, progress } = {}) {
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const waiting = new Map();
  let numbers = 0;
  worker.onmessage = ({ data }) => {
    if (data.heard !== undefined) return heard(data.heard);
    if (data.progress) return progress?.(data.progress);
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.failed) asked.reject(new Error(data.failed));
    else asked.resolve(data);
  };
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        waiting.set(++numbers, { resolve, reject });
        worker.postMessage({ id: numbers, ...message });
      }),
    end() {
      worker.terminate();
      for (const { reject } of waiting.values()) reject(new Error("stopped"));
    },
  };
}
