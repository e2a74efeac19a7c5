const slug = (title) => title.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

export default {
  layout: "article.njk",
  permalink: (data) => `/articles/${slug(data.title)}-${data.page.fileSlug}/`,
};
