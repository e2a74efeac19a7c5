// Lists of forty by section, outlet and topic, as Eleventy's documentation builds them: collections, paged one by one.
const SIZE = 40;
const dates = new Intl.DateTimeFormat("ar", { dateStyle: "long", timeZone: "Asia/Riyadh" });

const slug = (name) => name.trim().replace(/\s+/g, "-");

/** Cut the articles of each name into pages of SIZE, newest first. */
function paged(folder, groups) {
  const pages = [];
  for (const [name, items] of [...groups].sort()) {
    const total = Math.ceil(items.length / SIZE);
    for (let number = 1; number <= total; number++) {
      const address = (n) => `/${folder}/${slug(name)}/${n > 1 ? `${n}/` : ""}`;
      pages.push({
        name, number, total, address: address(number),
        next: number < total ? address(number + 1) : "",
        previous: number > 1 ? address(number - 1) : "",
        items: items.slice((number - 1) * SIZE, number * SIZE),
      });
    }
  }
  return pages;
}

function grouped(articles, namesOf) {
  const groups = new Map();
  for (const article of articles)
    for (const name of namesOf(article.data)) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(article);
    }
  return groups;
}

export default function (config) {
  const articles = (api) => api.getFilteredByGlob("content/**/*.md").reverse();
  config.addPassthroughCopy("site.css");
  config.addFilter("day", (date) => dates.format(date));
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("slug_of", slug);
  config.addCollection("latest", (api) => articles(api).slice(0, SIZE));
  config.addCollection("articles", articles);
  config.addCollection("front", (api) => paged("all", [["كل الأخبار", articles(api)]]));
  config.addCollection("sectionPages", (api) => paged("sections", grouped(articles(api), (data) => [data.section])));
  config.addCollection("outletPages", (api) => paged("outlets", grouped(articles(api), (data) => [data.outlet])));
  config.addCollection("topicPages", (api) => paged("topics", grouped(articles(api), (data) => data.tags)));
  config.addCollection("outletNames", (api) => [...grouped(articles(api), (data) => [data.outlet]).keys()].sort());
  config.addCollection("topicNames", (api) => [...grouped(articles(api), (data) => data.tags).keys()].sort());
  config.addCollection("sectionNames", (api) => [...grouped(articles(api), (data) => [data.section]).keys()].sort());
  return {
    dir: { input: ".", includes: "_includes", output: "public" },
    markdownTemplateEngine: false,
  };
}
