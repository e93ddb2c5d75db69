// The page in plain words, for when the client cannot run.

const kWords = {
  en: {
    no_webgl: ["This browser cannot draw the call screen",
      "SocialSpace Call needs WebGL 2. Update the browser, or turn on hardware acceleration in its settings, then reload."],
    no_wasm: ["The call screen could not be loaded",
      "Check the connection and reload. If that does not help, update the browser: it has to know WebAssembly."],
    crashed: ["Something went wrong",
      "The call screen stopped because of an error of its own. Microphone and camera are off. Reload to go on."],
    forbidden: ["This page may not talk to that server",
      "{server} is not among the servers this page may use. Start serve.py with --allow-connect {server}, or open the page without ?api= in its address."],
    reload: "Reload",
  },
  ru: {
    no_webgl: ["Этот браузер не может показать экран звонков",
      "Для SocialSpace Call нужен WebGL 2. Обновите браузер или включите в его настройках аппаратное ускорение и перезагрузите страницу."],
    no_wasm: ["Не удалось загрузить экран звонков",
      "Проверьте соединение и перезагрузите страницу. Если не поможет, обновите браузер: ему нужен WebAssembly."],
    crashed: ["Что-то пошло не так",
      "Экран звонков остановился из-за своей ошибки. Микрофон и камера выключены. Чтобы продолжить, перезагрузите страницу."],
    forbidden: ["Этой странице нельзя обращаться к тому серверу",
      "{server} нет среди серверов, разрешённых этой странице. Запустите serve.py с --allow-connect {server} или откройте страницу без ?api= в адресе."],
    reload: "Перезагрузить",
  },
};

export function show_plain(kind, language, server = "") {
  const words = kWords[language] ?? kWords.en;
  const [title, text] = words[kind];
  const page = document.createElement("main");
  page.className = "plain";
  page.setAttribute("role", "alert");
  const heading = document.createElement("h1");
  heading.textContent = title;
  const paragraph = document.createElement("p");
  paragraph.textContent = text.replaceAll("{server}", server);
  const reload = document.createElement("button");
  reload.textContent = words.reload;
  reload.addEventListener("click", () => location.reload());
  page.append(heading, paragraph, reload);
  document.body.replaceChildren(page);
  document.title = title;
}
