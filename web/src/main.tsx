import { render } from "preact";
import { App } from "./app";
import { startRouting } from "./lib/location";
import { applyPrefs } from "./lib/prefs";
import "./styles/base.css";
import "./styles/frame.css";

applyPrefs();
startRouting();
render(<App />, document.getElementById("app") as HTMLElement);
