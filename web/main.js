// Entry of the page: loads the compiled client.
import createSocialspaceCall from "socialspace-call-client";

const wasmUrl = new URL(SSC_FILES["app.wasm"], import.meta.url).href;
createSocialspaceCall({ locateFile: () => wasmUrl });
