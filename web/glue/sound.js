// The ring tone and the ring-back tone, synthesised: two warm notes a fifth apart; the ring-back is lower and slower.

const kRings = {
  incoming: { period_s: 2.4, volume: 0.22, notes: [[0, 523.25], [0.22, 783.99], [0.62, 523.25], [0.84, 783.99]] },
  ringback: { period_s: 4, volume: 0.09, notes: [[0, 261.63], [0.5, 392]] },
};
const kNoteLength_s = 0.9;

export function makeSound(core) {
  let context = null;
  let output = null;
  let timer = 0;

  function note(at, frequency) {
    // A soft attack, a long fall, and a quiet octave above for warmth.
    for (const [factor, share, shape] of [[1, 1, "sine"], [2, 0.18, "triangle"]]) {
      const source = context.createOscillator();
      const level = context.createGain();
      source.type = shape;
      source.frequency.value = frequency * factor;
      level.gain.setValueAtTime(0, at);
      level.gain.linearRampToValueAtTime(share, at + 0.03);
      level.gain.exponentialRampToValueAtTime(0.001, at + kNoteLength_s);
      source.connect(level).connect(output);
      source.start(at);
      source.stop(at + kNoteLength_s);
    }
  }

  function begin({ period_s, volume, notes }) {
    context ??= new AudioContext();
    context.resume().catch(() => {});
    output = context.createGain();
    output.gain.value = volume;
    output.connect(context.destination);
    const play = () => {
      if (context.state !== "running") return;
      for (const [after, frequency] of notes) note(context.currentTime + 0.02 + after, frequency);
    };
    play();
    timer = setInterval(play, period_s * 1000);
  }

  function end() {
    clearInterval(timer);
    output?.disconnect();
    output = null;
    // A context that plays nothing still keeps the sound card awake.
    context?.suspend().catch(() => {});
  }

  // Browsers start contexts silent; the first gesture may wake them.
  for (const kind of ["pointerup", "keydown"]) {
    core.listen(window, kind, () => { if (output) context.resume().catch(() => {}); }, { capture: true });
  }

  return {
    /** "incoming", "ringback" or "" for silence. */
    set_ring(name) {
      end();
      try {
        if (kRings[name]) begin(kRings[name]);
      } catch (error) {
        console.warn(`No ring tone: ${error.name}`);
      }
    },
  };
}
