/** Debian's Chromium as tests, pictures and measurements start it. */
import { chromium } from "playwright-core";

/** WebGL in software for the canvas; the rest of the page is drawn as where there is no GPU, not by a GPU in software. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--ignore-gpu-blocklist",
      "--disable-gpu-rasterization",
    ],
  });
