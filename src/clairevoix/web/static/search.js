// Completes the word at the caret of the query box, and puts the caret where a query is wrong. The page works without it.
"use strict";

const box = document.getElementById("q");
const known = JSON.parse(box.dataset.words);
const offers = document.createElement("ul");
offers.className = "offers";
offers.setAttribute("role", "listbox");
box.after(offers);

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function beginning() {
  return /[^\s"«»()|]*$/u.exec(box.value.slice(0, box.selectionStart))[0].replace(/^(\+\+?|~|\?)/u, "");
}

function take(word) {
  const at = box.selectionStart;
  const from = at - beginning().length;
  const space = word.endsWith(":") || word.endsWith(">") || word.endsWith("=") ? "" : " ";
  box.value = box.value.slice(0, from) + word + space + box.value.slice(at);
  box.setSelectionRange(from + word.length + space.length, from + word.length + space.length);
  offers.replaceChildren();
  box.focus();
}

function offer() {
  const begun = fold(beginning());
  const fitting = begun.length < 2 ? [] : known.filter((word) => fold(word).startsWith(begun) && fold(word) !== begun);
  offers.replaceChildren(
    ...fitting.slice(0, 6).map((word) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = word;
      button.addEventListener("click", () => take(word));
      item.setAttribute("role", "option");
      item.append(button);
      return item;
    }),
  );
}

box.addEventListener("input", offer);
box.addEventListener("keydown", (event) => {
  const first = offers.querySelector("button");
  if (event.key === "Tab" && first && !event.shiftKey) {
    event.preventDefault();
    take(first.textContent);
  }
  if (event.key === "Escape") offers.replaceChildren();
});
if (box.dataset.column) {
  box.focus();
  box.setSelectionRange(box.dataset.column - 1, box.dataset.column);
}
