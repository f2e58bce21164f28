// The load and the thresholds of app/SERVICE/performance.json, by k6:
//   k6 run --env SERVICE=service-a --env BASE_URL=http://dev.service-a.bigben.localhost:8080 app/service-defaults/performance.js
// `big-ben.sh pipeline` and `performance` run it where k6 is on PATH, and the same test by themselves elsewhere. A service with a
// performance.js of its own is tested by that one.
import http from "k6/http";

const test = JSON.parse(open(`../${__ENV.SERVICE}/performance.json`));

// What ends in "localhost" is this machine (RFC 6761), whether or not its resolver knows.
export const options = { ...test.options, hosts: { "*.localhost": "127.0.0.1" } };

export default function () {
  for (const path of test.paths) {
    http.get(__ENV.BASE_URL + path);
  }
}
