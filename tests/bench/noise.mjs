// A sound that is never silent and no steady hum, so that the first frame of it is loud and no filter takes it away.
import fs from 'node:fs';
import path from 'node:path';

const kRate = 48000;
const kSeconds = 4;

/// Writes it as a WAV file into `folder`; returns its name.
export function noise_file(folder) {
  const samples = kRate * kSeconds;
  const data = Buffer.alloc(44 + samples * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(data.length - 8, 4);
  data.write('WAVEfmt ', 8);
  for (const [value, size, at] of [[16, 4, 16], [1, 2, 20], [1, 2, 22], [kRate, 4, 24], [kRate * 2, 4, 28], [2, 2, 32], [16, 2, 34]]) {
    data.writeUIntLE(value, at, size);
  }
  data.write('data', 36);
  data.writeUInt32LE(samples * 2, 40);
  let phase = 0;
  for (let index = 0; index < samples; index += 1) {
    const second = index / kRate;
    // A voice-like pitch that wanders, in syllables of a sixth of a second.
    phase += (140 + 60 * Math.sin(second * 5)) / kRate;
    const loudness = 0.25 + 0.2 * Math.abs(Math.sin(second * Math.PI * 6));
    data.writeInt16LE(Math.round(32767 * loudness * (2 * (phase % 1) - 1)), 44 + index * 2);
  }
  const file = path.join(folder, 'voice.wav');
  fs.writeFileSync(file, data);
  return file;
}
