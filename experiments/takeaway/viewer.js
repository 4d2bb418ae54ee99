/* Old engines read this too: ES5 only, nothing fetched. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("shapan-data").textContent);
  var root = document.documentElement;
  function each(list, what) { for (var i = 0; i < list.length; i += 1) { what(list[i], i); } }
  function byId(id) { return document.getElementById(id); }
  function show(language) {
    root.setAttribute("lang", language === "zh" ? "zh-CN" : "en");
    root.className = "js " + language;
    each(document.querySelectorAll("button[data-lang]"), function (button) {
      button.setAttribute("aria-pressed", button.getAttribute("data-lang") === language ? "true" : "false");
    });
    document.title = data[language].title;
  }
  each(document.querySelectorAll("button[data-lang]"), function (button) {
    button.onclick = function () { show(button.getAttribute("data-lang")); };
  });
  function element(name, attributes, text) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (var key in attributes) { if (attributes.hasOwnProperty(key)) { made.setAttribute(key, attributes[key]); } }
    if (text) { made.appendChild(document.createTextNode(text)); }
    return made;
  }
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, key) { return values.hasOwnProperty(key) ? values[key] : all; });
  }
  function cells(body, rows) {
    body.innerHTML = "";
    each(rows, function (row) {
      var line = document.createElement("tr");
      each(row, function (text, place) {
        var one = document.createElement(place === 0 ? "th" : "td");
        if (place === 0) { one.setAttribute("scope", "row"); }
        one.appendChild(document.createTextNode(text));
        line.appendChild(one);
      });
      body.appendChild(line);
    });
  }
  function bars(svg, world) {
    svg.innerHTML = "";
    each(world.funnel, function (shares, row) {
      var at = 0;
      each(shares, function (share, stage) {
        var wide = share * 6;
        svg.appendChild(element("rect", { x: at, y: row * 30 + 2, width: wide, height: 26, fill: data.colours[stage],
          stroke: "#fff" }));
        if (share >= 5) {
          svg.appendChild(element("rect", { x: at + wide / 2 - 17, y: row * 30 + 6, width: 34, height: 18,
            fill: "#fff", opacity: 0.85 }));
          svg.appendChild(element("text", { x: at + wide / 2, y: row * 30 + 20, "text-anchor": "middle",
            "font-size": 13, fill: "#1c2733" }, share.toFixed(1)));
        }
        at += wide;
      });
    });
  }
  function worlds(language) {
    var slider = byId("world-" + language), told = data[language];
    if (!slider) { return; }
    function move() {
      var number = Number(slider.value), world = data.worlds[number];
      var values = { number: number + 1, all: data.worlds.length, seed: world.seed };
      byId("world-told-" + language).textContent = fill(told.world, values);
      slider.setAttribute("aria-valuetext", fill(told.world, values));
      bars(byId("world-bars-" + language), world);
      cells(byId("world-rows-" + language), told.worlds[number]);
    }
    slider.oninput = slider.onchange = move;
    move();
  }
  function curve(svg, place) {
    var days = data.days, low = days.low, high = days.high, n = days.dates.length;
    function x(i) { return n > 1 ? i * 600 / (n - 1) : 0; }
    function y(value) { return 170 - (value - low) / (high - low || 1) * 160; }
    svg.innerHTML = "";
    each(days.series, function (series, number) {
      var path = "";
      each(series, function (value, i) { path += (i ? "L" : "M") + x(i).toFixed(1) + " " + y(value).toFixed(1); });
      svg.appendChild(element("path", { d: path, fill: "none", stroke: data.lines[number], "stroke-width": 2,
        "stroke-dasharray": data.dashes[number] }));
      svg.appendChild(element("circle", { cx: x(place), cy: y(series[place]), r: 5, fill: data.lines[number] }));
    });
    svg.appendChild(element("line", { x1: x(place), x2: x(place), y1: 0, y2: 180, stroke: "#59636e" }));
  }
  function days(language) {
    var slider = byId("day-" + language);
    if (!slider) { return; }
    function move() {
      var place = Number(slider.value), date = data.days.dates[place];
      byId("day-told-" + language).textContent = date;
      slider.setAttribute("aria-valuetext", date);
      curve(byId("day-curve-" + language), place);
      var rows = [];
      each(data.names, function (name, i) { rows.push([name, (100 * data.days.series[i][place]).toFixed(1) + " %"]); });
      cells(byId("day-rows-" + language), rows);
    }
    slider.oninput = slider.onchange = move;
    move();
  }
  each(["zh", "en"], function (language) { worlds(language); days(language); });
  show(data.first);
}());
