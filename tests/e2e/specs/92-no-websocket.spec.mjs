// Where no WebSocket gets through, long-polling carries the signals.
import assert from 'node:assert/strict';

import * as media from '../lib/media.mjs';
import { door_without_websockets } from '../lib/no_websocket.mjs';
import { in_call } from '../lib/person.mjs';
import { test } from '../lib/runner.mjs';

const both_hear = (...people) => Promise.all(people.map(({ page, name }) => media.expect_voice(page, name)));

async function behind_the_door(t, ...names) {
  const door = await door_without_websockets(t.server.origin);
  const people = await Promise.all(names.map((name) => t.person(name, { origin: door.origin })));
  return { door, people };
}

test('where WebSocket is blocked, people are rung, talk and hang up as elsewhere', async (t) => {
  const { door, people: [alice] } = await behind_the_door(t, 'alice');
  try {
    const bob = await t.person('bob');
    await in_call(alice, bob, 'voice');
    await both_hear(alice, bob);
    await bob.press('End call');
    await alice.is_out_of_call();
    await in_call(bob, alice, 'video', 'Accept with video');
    await media.expect_picture(alice.page, 'alice');
    await alice.press('End call');
    await bob.is_out_of_call();
    assert.ok(door.refused.count > 0, 'a WebSocket was tried and refused');
  } finally {
    door.close();
  }
});

test('a call over long-polling lives through a restart of the server', async (t) => {
  const { door, people: [alice, bob] } = await behind_the_door(t, 'alice', 'bob');
  try {
    await in_call(alice, bob, 'voice');
    await t.server.kill();
    await both_hear(alice, bob);
    await t.server.run();
    await alice.press('Minimize call');
    await alice.says('back again');
    await bob.press('Minimize call');
    await bob.opens_chat('alice');
    await bob.sees_text('back again');
    await bob.press('Expand call');
    await bob.press('End call');
    await alice.is_out_of_call();
  } finally {
    door.close();
  }
});
