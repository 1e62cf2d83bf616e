// Starts the screens: loads the bundle and tells it where its wasm file lies.
// It stands in a file of its own because the content policy allows no script inside the page.
import start from "./{{js}}";

// The theme is set before the first paint; state/theme.rs follows it from then on.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
let chosen = "system";
try {
  chosen = localStorage.getItem("crosswalk.theme") ?? "system";
} catch {
  // Where nothing may be kept the system decides.
}
let density = "dense";
try {
  density = localStorage.getItem("crosswalk.density") ?? "dense";
} catch {
  // The usual one.
}
document.documentElement.dataset.density = density;
document.documentElement.dataset.theme = chosen === "system" ? (dark ? "dark" : "light") : chosen;

start({ module_or_path: new URL("./{{wasm}}", import.meta.url) }).catch((problem) => {
  document.getElementById("not-started").hidden = false;
  console.error(problem);
});
