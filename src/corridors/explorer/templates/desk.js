// Sliders, the text of the scenario while one types, and names of places after a semicolon; the page works without.
"use strict";
const form = document.getElementById("desk");
const toNumber = (slider) => {
  const low = Number(slider.dataset.low), high = Number(slider.dataset.high), at = Number(slider.value) / 200;
  const value = slider.dataset.log ? low * (high / low) ** at : low + (high - low) * at;
  return Number(value.toPrecision(3));
};
const toPlace = (slider, value) => {
  const low = Number(slider.dataset.low), high = Number(slider.dataset.high);
  const at = slider.dataset.log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, at)) * 200);
};
for (const slider of form.querySelectorAll("input[type=range]")) {
  const field = document.getElementById(slider.dataset.of);
  const spoken = () => slider.setAttribute("aria-valuetext", field.value + " " + slider.dataset.unit);
  const follow = () => { slider.value = toPlace(slider, Number(field.value)); spoken(); };
  slider.hidden = false;
  follow();
  slider.addEventListener("input", () => { field.value = toNumber(slider); spoken(); });
  field.addEventListener("input", follow);
}
const names = document.getElementById("places");
const every = [...names.options].map((option) => option.value);
for (const field of form.querySelectorAll("input[list=places]")) {
  field.addEventListener("input", () => {
    const before = field.value.slice(0, field.value.lastIndexOf(";") + 1);
    names.replaceChildren(...every.map((name) => new Option("", before ? before + " " + name : name)));
  });
}
let waiting = 0, asked = 0;
const show = async () => {
  const number = ++asked;
  const given = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.dataset.text, { method: "POST", body: given }).catch(() => null);
  if (!answer || number !== asked) return;
  const said = answer.headers.get("content-type").includes("json") ? await answer.json() : { error: answer.statusText };
  document.getElementById("said").textContent = said.error || "";
  document.getElementById("wrong").hidden = !said.error;
  if (said.text) document.getElementById("text").textContent = said.text;
  for (const link of document.querySelectorAll("a[data-packed]")) {
    if (said.packed) link.href = link.dataset.packed.replace("PACKED", said.packed + (said.settings || ""));
  }
};
form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 400); });
