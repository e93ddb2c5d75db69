import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { words } from '../lib/words.mjs';
import { starts_with } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';

test('a message arrives at once on the other side, in both directions', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await Promise.all([alice.opens_chat('bob'), bob.opens_chat('alice')]);
  await alice.says('hello from alice');
  await bob.sees_text('hello from alice');
  await bob.says('hello from bob');
  await alice.sees_text('hello from bob');
  assert.equal(await alice.field('Message').inputValue(), '');
});

test('Enter sends and Cyrillic, emoji, Arabic and Chinese arrive as they were written', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await Promise.all([alice.opens_chat('bob'), bob.opens_chat('alice')]);
  const texts = ['Привет, как дела?', '👩‍👩‍👧‍👦 🇺🇦 👍🏽 ok', 'مرحبا بالعالم', '你好，世界', '<b>&amp;</b> "quoted" \\u0041'];
  for (const text of texts) {
    await alice.write('Message', text);
    await alice.field('Message').press('Enter');
    await until(`bob to see ${text}`, () => bob.page.getByText(text).first().isVisible());
  }
  const { messages } = await t.server.request('GET', `/api/messages/chats/${await t.server.chat_id('alice', 'bob')}/messages?limit=5`, { as: 'bob' });
  assert.deepEqual(messages.map(({ content }) => content), texts);
});

test('an unread message is counted on its chat row until the chat is opened', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await bob.opens_chat('carol');
  await t.server.say('alice', 'bob', 'are you there?');
  const row = bob.chat_row('alice');
  await until('the row to count one unread message', async () => /\b1 unread message\b/.test(await row.getAttribute('aria-label') ?? await row.innerText()));
  await until('the title to count it', async () => /1/.test(await bob.page.title()));
  await row.click();
  await bob.sees_text('are you there?');
  await until('nothing to be unread', async () => !/unread/i.test(await row.getAttribute('aria-label') ?? await row.innerText()));
  await alice.opens_chat('bob');
  await alice.sees_text('are you there?');
});

test('the writer sees when a message was read', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await bob.opens_chat('carol');
  await alice.opens_chat('bob');
  await alice.says('did you read this?');
  await alice.sees(alice.message('did you read this?', 'sent'), 'it sent, and not read yet');
  await bob.opens_chat('alice');
  await alice.sees(alice.message('did you read this?', 'read'), 'that bob read it');
});

test('older messages load when asked for, oldest above', async (t) => {
  const count = 45;
  for (let number = 1; number <= count; number += 1) await t.server.say('alice', 'carol', `line number ${number} of the long talk`);
  const carol = await t.person('carol');
  await carol.opens_chat('alice');
  await carol.sees_text(`line number ${count} of`);
  assert.equal(await carol.text('line number 3 of').count(), 0, 'the first page does not reach back that far');
  await until('the beginning to load', async () => {
    if (await carol.text('line number 3 of').count()) return true;
    const box = await carol.page.locator('canvas').first().boundingBox();
    await carol.page.mouse.move(box.width * 0.65, box.height * 0.5);
    await carol.page.mouse.wheel(0, -1200);
    return false;
  });
});

test('people are found by a part of their name and a chat with them opens', async (t) => {
  await t.server.register('yevgenia');
  const alice = await t.person('alice');
  await alice.field('Search people').fill('yevg');
  const found = alice.role('listitem', starts_with('yevgenia')).or(alice.role('button', starts_with('yevgenia'))).first();
  await until('the person to be found', () => found.isVisible());
  await found.click();
  await alice.sees(alice.field('Message'), 'the message field');
  await alice.says('nice to meet you');
  const yevgenia = await t.person('yevgenia');
  await yevgenia.opens_chat('alice');
  await yevgenia.sees_text('nice to meet you');
});

test('presence shows who is there and who left', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.opens_chat('bob');
  await alice.sees_text(words('online'));
  await bob.page.close();
  await until('bob to be shown as gone', async () => (await alice.text(words('offline', 'seen_just_now')).count()) > 0);
});

test('typing is shown to the other person and ends', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await Promise.all([alice.opens_chat('bob'), bob.opens_chat('alice')]);
  await bob.field('Message').pressSequentially('I am wri');
  await alice.sees_text(words('typing'));
  await until('typing to end', async () => (await alice.text(words('typing')).count()) === 0);
});
