// The second click of two begins and stops nothing: Gradio lets it through while the first one is
// on its way, and it would find the uploaded set already taken.
addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest?.("#run-acts button")) event.stopPropagation();
}, true);
