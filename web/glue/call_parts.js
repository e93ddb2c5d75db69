// The parts of calls.js, tied together; a file of its own because it is fetched by itself.

import { makeMedia } from "./media.js";
import { makePeer } from "./peer.js";
import { makeSending } from "./sending.js";
import { makeSound } from "./sound.js";
import { makeMeter } from "./stats.js";

export function makeCallParts(core, videos) {
  const media = makeMedia(core, videos);
  const peer = makePeer(core, media, videos);
  return { media, peer, meter: makeMeter(core, peer, videos, makeSending(peer)), sound: makeSound(core) };
}
