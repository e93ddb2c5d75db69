// The compiled program, in two pieces (tools/split_wasm.py). The first has what the first screens need and is compiled
// while it arrives; the other is fetched when these stand. Who is faster than the network waits for it.

// About the size of the first piece when unpacked: the header tells only the packed one.
const kFirstPieceBytes = 345_000;
const kRetry_ms = 2000;

const url_of = (piece) => new URL(SSC_FILES[piece], import.meta.url);

async function arriving(piece) {
  // The same mode and credentials as the page's preload link, or it would be fetched twice.
  const response = await fetch(url_of(piece), { credentials: "same-origin" });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response;
}

/** The response again, with the bar telling of its bytes: these the server's compression does not change. */
function counted(response, bar) {
  let arrived = 0;
  const body = response.body.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      arrived += chunk.byteLength;
      bar.value = Math.min(0.95, arrived / kFirstPieceBytes);
      controller.enqueue(chunk);
    },
  }));
  return new Response(body, { headers: { "Content-Type": "application/wasm" } });
}

/** The bytes of a piece, with the page standing still: only for a function that runs before its piece has arrived. */
function bytes_now(piece) {
  const request = new XMLHttpRequest();
  request.open("GET", url_of(piece), false);
  request.overrideMimeType("text/plain; charset=x-user-defined");  // a byte a character
  request.send();
  if (request.status !== 200) throw new Error(`HTTP ${request.status}`);
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
}

export function makeProgram(bar) {
  let exports;
  // Instantiating the late piece twice does no harm: it has no state of its own and puts equal functions in the table.
  const late_imports = () => ({ primary: exports });
  const table = () => Object.values(exports).find((one) => one instanceof WebAssembly.Table);
  const placeholder = new Proxy({}, {
    get: (_, place) => (...words) => {
      new WebAssembly.Instance(new WebAssembly.Module(bytes_now("late.wasm")), late_imports());
      return table().get(Number(place))(...words);
    },
  });
  return {
    async instantiate(imports) {
      const response = counted(await arriving("app.wasm"), bar);
      const made = await WebAssembly.instantiateStreaming(response, { ...imports, placeholder });
      exports = made.instance.exports;
      return made;
    },
    async fetch_late() {
      for (;;) {
        try {
          return void await WebAssembly.instantiateStreaming(arriving("late.wasm"), late_imports());
        } catch (error) {
          console.warn(`The late piece of the program did not arrive, trying again: ${error.name}`);
          await new Promise((done) => setTimeout(done, kRetry_ms));
        }
      }
    },
  };
}
