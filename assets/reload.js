// Under `trunk serve`: shows a new build when it is there, and says when a build has failed.
(() => {
  "use strict";
  const root = new URL(document.documentElement.dataset.root, location.href);
  const address = new URL(".well-known/trunk/ws", root).href.replace(/^http/, "ws");

  const listen = (known) => {
    const socket = new WebSocket(address);
    socket.onopen = () => known || location.reload();
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      if (message.type === "reload") location.reload();
      if (message.type === "buildFailure") show(message.data.reason);
    };
    socket.onclose = () => setTimeout(() => listen(false), 2000);
  };

  const show = (reason) => {
    const box = document.querySelector(".build-failure") || document.createElement("pre");
    box.className = "build-failure";
    box.textContent = reason;
    document.body.prepend(box);
  };

  listen(true);
})();
