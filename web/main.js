// Entry of the page: loads the compiled client, ties the glue together, and says so in plain words when that fails.

import createSocialspaceCall from "socialspace-call-client";
import { makeCalls } from "./glue/calls.js";
import { makeCore } from "./glue/core.js";
import { is_forbidden, makeHttp } from "./glue/http.js";
import { watch_input } from "./glue/input.js";
import { makePage } from "./glue/page.js";
import { makePictures } from "./glue/pictures.js";
import { makeProgram } from "./glue/program.js";
import { watch_screen } from "./glue/screen.js";
import { makeSemantics } from "./glue/semantics.js";
import { makeSocket } from "./glue/socket.js";
import { backend, demo_user, language, start_facts, theme } from "./glue/start.js";
import { makeStorage } from "./glue/storage.js";
import { makeTabs } from "./glue/tabs.js";
import { makeText } from "./glue/text.js";
import { makeVideos } from "./glue/videos.js";

/** The page in plain words; they are fetched when they are needed, which may fail for the reason they tell of. */
async function show_plain(...words) {
  try {
    (await import("./glue/plain.js")).show_plain(...words);
  } catch {
    document.body.textContent = "SocialSpace Call: reload the page · перезагрузите страницу";
  }
}

const element = (id) => document.getElementById(id);

async function load(core, program) {
  let failed;
  const failure = new Promise((_, reject) => { failed = reject; });
  const loaded = createSocialspaceCall({
    instantiateWasm(imports, done) {
      program.instantiate(imports).then(({ instance, module }) => done(instance, module), failed);
      return {};
    },
    onAbort: (reason) => core.crash(new Error(String(reason))),
  });
  return Promise.race([loaded, failure]);
}

async function run() {
  const words = language();
  document.documentElement.lang = words;
  const dark = theme() ? theme() === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";

  let release_devices = () => {};
  const core = makeCore((error) => {
    console.error(error);
    release_devices();
    show_plain("crashed", words);
  });

  const server = backend();
  if (!server.trusted && await is_forbidden(server.origin)) return show_plain("forbidden", words, server.origin);

  const program = makeProgram(element("start-progress"));
  let module;
  try {
    module = await load(core, program);
  } catch (error) {
    console.error(error);
    return show_plain("no_wasm", words);
  }

  const videos = makeVideos(core, element("videos"));
  const calls = makeCalls(core, videos);
  const storage = makeStorage(core, demo_user(), server);
  const page = makePage(core);
  const glue = {
    http: makeHttp(core, server.origin), socket: makeSocket(core, server.origin),
    ...calls, videos, storage, page, tabs: makeTabs(core), text: makeText(core), pictures: makePictures(core),
    semantics: makeSemantics(core, element("semantics")),
  };
  release_devices = () => { calls.media.stop_all(); calls.peer.close_all(); };

  core.attach(module);
  const started = core.call("start", glue, start_facts(storage, page.environment()));
  if (core.has_crashed()) return;
  if (!started) {
    core.attach(null);
    return show_plain("no_webgl", words);
  }
  program.fetch_late();
  calls.fetch();
  watch_screen(core, element("call"), element("screen"));
  watch_input(core, element("semantics"));
  window.socialspaceCall = { stats: calls.meter.stats };
}

run();
