// Buttons that copy the text of the field they name.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = mapapp.say("Copied.");
    } catch {
      said.textContent = mapapp.say("Selected: press Ctrl+C to copy.");
    }
  });
}
