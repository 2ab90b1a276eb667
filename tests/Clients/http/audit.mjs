// Every audit of graphql-http against a server. Prints the ids of those that fail, one a line; a MUST that fails ends with 1.
import { auditServer } from 'graphql-http'

const [url, token] = process.argv.slice(2)
const fetchFn = (input, init) => fetch(input, { ...init, headers: { ...init?.headers, ...(token && { authorization: `Bearer ${token}` }) } })
const results = await auditServer({ url, fetchFn })
for (const result of results) {
  if (result.status === 'ok') continue
  console.log(result.id)
  console.error(`${result.status} ${result.id} ${result.name}: ${result.reason}`)
}
console.error(`${results.filter((r) => r.status === 'ok').length} of ${results.length}`)
process.exitCode = results.some((r) => r.status === 'error') ? 1 : 0
