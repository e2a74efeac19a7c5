// Show the notice that the last build is old, once it is. heartbeat.js ran before and left the times on <html>.
(() => {
  const { built, builtWords, staleFrom } = document.documentElement.dataset;
  const notice = document.getElementById("stale");
  if (!notice || !(Date.now() >= Number(staleFrom))) return;
  const time = Object.assign(document.createElement("time"), { dateTime: built, textContent: builtWords });
  notice.querySelector("span").replaceWith(time); // a <time> without a time would be no HTML
  notice.hidden = false;
})();
