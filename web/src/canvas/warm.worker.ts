/** Makes a WebGL context: the first one of a browser that draws in software takes a tenth of a second and more. */
const context = new OffscreenCanvas(1, 1).getContext("webgl2");
self.postMessage(context !== null);
