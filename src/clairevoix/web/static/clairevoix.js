// The page works without this file. It makes the chart answer to the pointer, and plays excerpts in place.
"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 640px)");

// --- the chart -----------------------------------------------------------------------------------------------------

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

const embedding = {
  actions: false,
  ast: true, // expressions are interpreted: the security policy forbids making code from text
  defaultStyle: false,
  renderer: "svg",
  tooltip: { disableDefaultStyle: true },
};

async function drawChart(place) {
  const wish = new URLSearchParams();
  if (dark.matches) wish.set("theme", "dark");
  if (narrow.matches) wish.set("size", "narrow");
  const answer = await fetch(`${place.dataset.spec}?${wish}`);
  if (!answer.ok) throw new Error(String(answer.status));
  const spec = await answer.json();
  const view = document.createElement("div");
  view.className = "screen-only";
  view.setAttribute("role", "img");
  view.setAttribute("aria-label", place.dataset.label);
  const picture = place.querySelector("picture");
  const before = place.querySelector(".screen-only");
  place.append(view);
  try {
    const drawn = await window.vegaEmbed(view, spec, embedding);
    before?.vega?.finalize();
    before?.remove();
    view.vega = drawn;
    picture.className = "print-only";
    place.dataset.interactive = "true";
  } catch (error) {
    view.remove();
    throw error;
  }
}

async function enlivenChart() {
  const place = document.getElementById("nps-chart");
  if (!place) return;
  try {
    await loadScript(place.dataset.vega);
    await drawChart(place);
    for (const query of [dark, narrow]) query.addEventListener("change", () => drawChart(place).catch(() => {}));
  } catch {
    // The drawing made by the server stays.
  }
}

// --- the excerpts --------------------------------------------------------------------------------------------------

const player = document.createElement("audio");
player.controls = true;
let playing = null;

function show(link, isPlaying) {
  const word = link.querySelector(".word");
  link.dataset.listen ??= word.textContent;
  word.textContent = isPlaying ? link.dataset.pause : link.dataset.listen;
  link.classList.toggle("on", isPlaying);
}

function toggle(link) {
  if (playing === link) {
    if (player.paused) player.play();
    else player.pause();
    return;
  }
  if (playing) show(playing, false);
  playing = link;
  player.src = `${link.dataset.audio}#t=${link.dataset.cue}`;
  link.closest("li").append(player);
  player.play().catch((error) => {
    if (error.name === "NotSupportedError") location.assign(link.href);
  });
}

for (const name of ["play", "pause", "ended"]) {
  player.addEventListener(name, () => playing && show(playing, !player.paused && !player.ended));
}

for (const link of document.querySelectorAll("a.play")) {
  link.setAttribute("role", "button");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggle(link);
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    toggle(link);
  });
}

enlivenChart();
