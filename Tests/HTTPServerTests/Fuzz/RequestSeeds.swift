/// Requests as clients really send them, which fuzzers begin with.
enum RequestSeeds {
    static let all = [
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:8470\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n",
        "GET /npm/@babel%2fcore HTTP/1.1\r\nhost: packages.plant\r\nnpm-command: ci\r\nuser-agent: npm/10.8.2 node/v20\r\n"
            + "accept: application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*\r\n"
            + "accept-encoding: gzip,deflate\r\nconnection: keep-alive\r\n\r\n",
        "GET /artifacts/diff-202611210130/download HTTP/1.1\r\nHost: a\r\nRange: bytes=100-\r\nIf-Range: \"abc\"\r\n\r\n",
        "POST /jobs/diff-build?wait=60 HTTP/1.1\r\nHost: localhost:8470\r\nContent-Type: application/json\r\n"
            + "Idempotency-Key: \"build-17\"\r\nContent-Length: 13\r\n\r\n{\"full\":true}",
        "POST /imports HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\n1a;name=\"value\"\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX-Trailer: 1\r\n\r\n",
        "PUT /schedules/1 HTTP/1.1\r\nHost: [::1]:8470\r\nContent-Length: 2\r\nIf-Match: \"1\"\r\n\r\n{}",
        "DELETE /imports/abc?dry_run=true HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "HEAD /packages?q=a%20b&limit=5 HTTP/1.0\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://packages.plant/npm/left-pad/-/left-pad-1.3.0.tgz?x=y HTTP/1.1\r\nHost: b\r\n\r\n",
        "\r\nPOST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
    ]
}
