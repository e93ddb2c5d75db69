// The product's own words, from its locale files, so that a test asks for a meaning and not for a spelling.
import fs from 'node:fs';
import path from 'node:path';

import { kRepository } from './server.mjs';

const load = (language) => JSON.parse(fs.readFileSync(path.join(kRepository, `assets/locales/${language}.json`), 'utf8'));
const kTexts = { en: load('en'), ru: load('ru') };

/// The text of a key.
export function text(key, language = 'en') {
  const found = kTexts[language][key];
  if (found === undefined) throw new Error(`no text "${key}" in ${language}`);
  return found;
}

/// The texts of these keys as one pattern; what is filled in at run time may be anything.
export function words(...keys) {
  const escaped = keys.map((key) => text(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\{\w+\\\}/g, '.+'));
  return new RegExp(`(?:${escaped.join('|')})`);
}
