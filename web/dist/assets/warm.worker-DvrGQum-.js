const e=new OffscreenCanvas(1,1).getContext("webgl2");self.postMessage(e!==null);
