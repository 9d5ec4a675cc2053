// What a script adds to pages that work without it: focus on what is wrong, keys, drafts that save themselves.
"use strict";
(() => {
  const problems = () => document.querySelector("[data-problems]");
  const focusProblems = () => { const found = problems(); if (found) found.focus(); };
  document.addEventListener("DOMContentLoaded", focusProblems);
  document.addEventListener("htmx:after:swap", focusProblems);

  // A form is sent once, however often its button is pressed; the server would count it once in any case.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
    setTimeout(() => { delete event.target.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", (event) => {
    // A page of choices that was left is never shown again as it was: the desk says how it stands now.
    if (event.persisted && document.querySelector("[data-unkept]")) { location.reload(); return; }
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // A draft saves itself two seconds after the last letter; whoever leaves before that loses none either.
  const unsaved = new Set();
  const draftOf = (element) => element.closest("form[data-hx-post^='/drafts/']");
  document.addEventListener("input", (event) => {
    const form = draftOf(event.target);
    if (form) unsaved.add(form);
  });
  document.addEventListener("submit", (event) => { unsaved.delete(event.target); });
  window.addEventListener("pagehide", () => {
    for (const form of unsaved) {
      const body = new URLSearchParams(new FormData(form));
      fetch(form.dataset.hxPost, { method: "POST", body, keepalive: true });
    }
    unsaved.clear();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches(".file-pick input[type=file]")) {
      const told = event.target.closest(".file-pick").querySelector(".file-name");
      told.textContent = Array.from(event.target.files, (file) => file.name).join(", ") || told.dataset.none;
    }
    if (event.target.matches("[data-send-on-change]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-choosing] input[type=checkbox]")) countChosen(event.target.form);
  });

  // How many rows of a list are chosen, said in the bar beneath it.
  const countChosen = (form) => {
    const told = form.querySelector("[data-chosen]");
    const chosen = form.querySelectorAll("input[type=checkbox]:checked").length;
    told.textContent = told.dataset.text.replace("{n}", chosen);
  };
  const countAllChosen = () => {
    for (const form of document.querySelectorAll("[data-choosing]")) {
      if (form.querySelector("input[type=checkbox]:checked")) countChosen(form);
    }
  };
  window.addEventListener("pageshow", countAllChosen);

  // A menu closes on Escape and on a click elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    // Whoever turned the keys off in this browser is sent no list of them.
    const keys = document.querySelector("dialog[data-keys]");
    if (!keys || keys.open) return;
    if (event.key === "?") keys.showModal();
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === "j" || event.key === "k") {
      const links = Array.from(document.querySelectorAll("a.whole"));
      const next = links.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
      const link = links[Math.min(Math.max(next, 0), links.length - 1)];
      if (link) link.focus();
    }
  });
})();
