// Starts the screens: loads the bundle and tells it where its wasm file lies.
// It stands in a file of its own because the content policy allows no script inside the page.
import start from "./{{js}}";

start({ module_or_path: new URL("./{{wasm}}", import.meta.url) }).catch((problem) => {
  document.getElementById("not-started").hidden = false;
  console.error(problem);
});
