/**
 * How long a frame takes on the canvas of explore and on bare sigma, with the same 5,000 nodes and 20,000 edges at the
 * same places and in the same size, in turn, while the camera zooms in and out:
 *   npm run bench [-- http://127.0.0.1:8080]
 * Prints both and their ratio; fails above 1.1. An idle machine, please.
 */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { launch } from "./chromium.mjs";
import { withEnishi } from "./enishi.mjs";
import { answerWith, edges, nodes } from "./large.mjs";

const MOST = 1.1;
/** Many short turns: what else the machine does in a while falls on both alike. */
const FRAMES = 6;
const TURNS = 9;
const VIEWPORT = { width: 1280, height: 860 };

/** Sigma and graphology as they come, in one script. */
async function bareScript() {
  const [{ output }] = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL("bare.js", import.meta.url)), formats: ["iife"], name: "bare" },
    },
  });
  return output[0].code;
}

/**
 * Milliseconds of each frame with a new camera, from the end of the one before until its last pixel is drawn: a pixel is
 * asked for, else frames would queue, some done in no time and the next one waiting for all of them.
 */
const frames = (page, step) =>
  page.evaluate(
    async ([count, name]) => {
      const contexts = [...document.querySelectorAll("canvas")].flatMap((c) => c.getContext("webgl2") ?? []);
      const pixel = new Uint8Array(4);
      const finish = () => contexts.forEach((gl) => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel));
      const times = [];
      let last;
      for (let i = 0; i < count; i++) {
        window[name](i);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        finish();
        const now = window.performance.now();
        if (last !== undefined) times.push(now - last);
        last = now;
      }
      return times;
    },
    [FRAMES, step],
  );

async function openOurs(browser, base) {
  const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: "reduce" });
  page.setDefaultTimeout(180_000);
  await answerWith(page);
  await page.goto(`${base}/explore?from=n0`);
  await page.locator('.canvas[data-settled="true"]').waitFor();
  const { places, size } = await page.evaluate(
    (ids) => {
      const canvas = document.querySelector(".canvas");
      window.step = (i) =>
        canvas.dispatchEvent(new KeyboardEvent("keydown", { key: i % 2 ? "-" : "+", bubbles: true, cancelable: true }));
      return {
        places: ids.map((id) => canvas.placeOf(id)),
        size: { width: canvas.clientWidth, height: canvas.clientHeight },
      };
    },
    nodes.map((n) => n.id),
  );
  return { page, places, size };
}

async function openBare(browser, { places, size }) {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.setContent(`<div id="box" style="width:${size.width}px;height:${size.height}px"></div>`);
  await page.addScriptTag({ content: await bareScript() });
  await page.evaluate(
    ([nodes, edges, places]) => window.bare.show(document.getElementById("box"), nodes, edges, places),
    [nodes, edges, places],
  );
  return page;
}

await withEnishi(process.argv[2], async (base) => {
  const browser = await launch();
  try {
    const ours = await openOurs(browser, base);
    const bare = await openBare(browser, ours);
    const took = { ours: [], bare: [] };
    for (let turn = 0; turn < TURNS; turn++) {
      await bare.bringToFront();
      took.bare.push(...(await frames(bare, "step")));
      await ours.page.bringToFront();
      took.ours.push(...(await frames(ours.page, "step")));
    }
    const share = (list, of) => [...list].sort((a, b) => a - b)[Math.floor(list.length * of)];
    const middle = (list) => share(list, 0.5);
    const ratio = middle(took.ours) / middle(took.bare);
    for (const [name, list] of Object.entries(took))
      console.log(
        `${name} ${middle(list).toFixed(1)} ms a frame (middle half of ${list.length}: ${share(list, 0.25).toFixed(1)} to ${share(list, 0.75).toFixed(1)})`,
      );
    console.log(
      `ratio ${ratio.toFixed(2)} (at most ${MOST}; 5,000 nodes, 20,000 edges, ${ours.size.width}×${ours.size.height})`,
    );
    if (ratio > MOST) process.exitCode = 1;
  } finally {
    await browser.close();
  }
});
