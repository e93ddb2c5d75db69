// Holds up a page's microphone and camera, like a permission prompt that nobody has answered yet.

export const kGatedDevices = `{
  const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const answered = new Promise((resolve) => { window.__answerPrompt = resolve; });
  navigator.mediaDevices.getUserMedia = async (wanted) => { window.__devicesAsked = true; await answered; return native(wanted); };
}`;

export const answer_prompt = (page) => page.evaluate(() => window.__answerPrompt());
