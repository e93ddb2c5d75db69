import { server_environment, test } from '../lib/runner.mjs';
import { text, words } from '../lib/words.mjs';
import * as media from '../lib/media.mjs';

server_environment({ SSC_TIMING: 'ring=3' });

test('a call nobody answers ends by itself, as missed for the one and unanswered for the other', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await bob.opens_chat('alice');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await alice.sees_text(words('ended_no_answer'));
  for (const person of [alice, bob]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
  await bob.sees_text(words('call_missed_voice'));
  await alice.sees_text(words('call_unanswered_voice'));
  await bob.sees_button(text('call_back'));
});
