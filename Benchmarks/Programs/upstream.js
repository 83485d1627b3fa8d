// A registry for benchmarks, on loopback: what a folder holds, as of a day.
//
// Usage: node upstream.js FOLDER DAY PORT
//   FOLDER/<name>/<day>.json   a packument; addresses at the public registry become this one's
//   FOLDER/<name>/-/<file>     a tarball
// Every answer has a strong ETag; a packument that was named by it is answered with 304.

'use strict'
const crypto = require('node:crypto')
const fs = require('node:fs')
const http = require('node:http')

const [folder, day, port] = process.argv.slice(2)
const own = `http://127.0.0.1:${port}`

function read(path) {
  if (path.includes('/-/')) return fs.readFileSync(folder + path)
  const text = fs.readFileSync(`${folder}${path}/${day}.json`, 'utf8')
  return Buffer.from(text.replaceAll('https://registry.npmjs.org/', `${own}/`))
}

function answer(request, response) {
  const path = decodeURIComponent(request.url.split('?')[0])
  if (path === '/-/ping') return response.end('{}')
  let body
  try {
    body = read(path)
  } catch {
    return response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"error":"not_found"}')
  }
  const etag = `"${crypto.createHash('sha1').update(body).digest('hex')}"`
  if (request.headers['if-none-match'] === etag) return response.writeHead(304, { ETag: etag }).end()
  const type = path.includes('/-/') ? 'application/octet-stream' : 'application/json'
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length, ETag: etag })
  response.end(request.method === 'HEAD' ? undefined : body)
}

const server = http.createServer(answer)
// Else a connection may be closed just as it is used once more, and two such failures are enough for a Verdaccio to ask
// no more for five minutes.
server.keepAliveTimeout = 600_000
server.listen(Number(port), '127.0.0.1')
