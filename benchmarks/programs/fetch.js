// From nothing to a first result: the same two requests with global fetch.
const url = process.env.ITEMS_URL;
const document = await (await fetch(`${url}/openapi.json`)).json();
const [path] = Object.keys(document.paths);
console.log(JSON.stringify(await (await fetch(url + path.replace("{id}", "1"))).json()));
