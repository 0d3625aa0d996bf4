// The questions before an output or a figure: what they ask about is shown when they are answered.
// @ts-check

/** The answers of this visit, by question, so that they are asked once. */
const KEPT = "predicted";

/** @returns {Record<string, string>} */
const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");

/** @param {string} id @param {string | undefined} answer */
function keep(id, answer) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), [id]: answer }));
  } catch {
    // A browser that keeps nothing asks again.
  }
}

/** @param {Element} question */
const parts = (question) => ({
  inputs: /** @type {HTMLInputElement[]} */ ([...question.querySelectorAll("input")]),
  buttons: /** @type {HTMLButtonElement[]} */ ([...question.querySelectorAll("button")]),
  status: /** @type {HTMLElement} */ (question.querySelector("[role=status]")),
});

/** Whether an answer is right. @param {HTMLElement} question @param {string} answer */
function isRight({ dataset }, answer) {
  if (dataset.right !== undefined) return dataset.right === answer;
  return Math.abs(Number(answer) - Number(dataset.value)) <= Number(dataset.within);
}

/** Shows what a question asks about, if no other question about it is open. @param {HTMLElement} question */
function show(question) {
  const { of } = question.dataset;
  const questions = document.querySelectorAll(`.predict[data-of="${of}"]`);
  const answered = [...questions].every((one) => one.classList.contains("shown"));
  for (const part of document.querySelectorAll(".predicted")) {
    const computed = part.getAttribute("data-of") === of || part.getAttribute("title")?.startsWith(`computed: ${of}#`);
    if (computed) part.classList.toggle("shown", answered);
  }
}

/** Answers a question; an empty answer only shows. @param {HTMLElement} question @param {string} answer */
function answer(question, answer) {
  const { inputs, buttons, status } = parts(question);
  for (const input of inputs) {
    input.disabled = true;
    if (input.type === "number") input.value = answer;
    else input.checked = input.value === answer;
    input.closest("li")?.classList.toggle("right", input.value === question.dataset.right);
  }
  const verdict = answer === "" ? "" : isRight(question, answer) ? "Right. " : "Not this time. ";
  status.textContent = verdict + question.querySelector("details p")?.textContent;
  buttons[0].textContent = "Ask me again";
  if (document.activeElement === buttons[1]) buttons[0].focus();
  buttons[1].hidden = true;
  question.classList.add("shown");
  show(question);
}

/** Asks again. @param {HTMLElement} question */
function ask(question) {
  const { inputs, buttons, status } = parts(question);
  for (const input of inputs) {
    input.disabled = false;
    if (input.type === "number") input.value = "";
    input.checked = false;
    input.closest("li")?.classList.remove("right");
  }
  status.textContent = "";
  buttons[0].textContent = "That is my answer";
  buttons[1].hidden = false;
  question.classList.remove("shown");
  show(question);
}

/** A button of a question was pressed. @param {HTMLButtonElement} button */
export function press(button) {
  const question = /** @type {HTMLElement} */ (button.closest(".predict"));
  const { inputs, buttons, status } = parts(question);
  if (question.classList.contains("shown")) {
    keep(question.id, undefined);
    return ask(question);
  }
  const given = inputs.find((input) => input.checked || (input.type === "number" && input.value !== ""));
  if (button === buttons[0] && !given) {
    status.textContent = inputs[0].type === "number" ? "Type a number first." : "Choose an answer first.";
    return inputs[0].focus();
  }
  const value = button === buttons[0] && given ? given.value : "";
  keep(question.id, value);
  answer(question, value);
}

/** Answers the questions of a page as before. */
export function restore() {
  for (const [id, given] of Object.entries(kept())) {
    const question = document.getElementById(id);
    if (question?.matches(".predict:not(.shown)")) answer(question, given);
  }
}
