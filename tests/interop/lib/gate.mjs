// A page's microphone and camera as a person may make them: held up by a prompt nobody has answered, or refused.

export const kGatedDevices = `if (navigator.mediaDevices) {
  const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const answered = new Promise((resolve) => { window.__answerPrompt = resolve; });
  navigator.mediaDevices.getUserMedia = async (wanted) => { window.__devicesAsked = true; await answered; return native(wanted); };
}`;

export const answer_prompt = (page) => page.evaluate(() => window.__answerPrompt());

export const kRefusedDevices = `if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('refused', 'NotAllowedError'); };`;
