// Follows a run: its progress on the page, and the page anew when it has ended.
"use strict";
const bar = document.getElementById("progress"), words = document.getElementById("words");
const follow = async () => {
  const answer = await fetch(bar.dataset.of).catch(() => null);
  const run = answer && answer.ok ? await answer.json() : null;
  if (run && run.state !== bar.dataset.state) return location.reload();
  if (run && run.of) {
    bar.max = run.of;
    bar.value = run.done;
    const share = Math.floor(100 * run.done / run.of);
    if (words.dataset.share !== String(share)) {
      words.dataset.share = share;
      words.textContent = words.dataset.words.replace("DONE", run.done).replace("ALL", run.of);
    }
  }
  setTimeout(follow, 1000);
};
setTimeout(follow, 1000);
