namespace BigBen.Hostile.Http;

/// <summary>Lines of a head.</summary>
internal static class Headers
{
    /// <summary>Those that every server has to take.</summary>
    public static IReadOnlyList<string> Sound { get; } =
    [
        "Accept: */*\r\n", "Accept: text/html;q=0.5, application/json\r\n", "Accept-Encoding: gzip, br\r\n", "Accept-Language: de\r\n",
        "User-Agent: hostile\r\n", "Cookie: big-ben-session=CfDJ8; a=b\r\n", "X-Forwarded-For: 1.2.3.4\r\n",
        "Origin: http://evil.example\r\n",
        "Sec-Fetch-Site: cross-site\r\n", "Range: bytes=0-10\r\n", "If-None-Match: \"x\"\r\n", "Cache-Control: no-cache\r\n",
        "X-Empty:\r\n", "Forwarded: for=1.2.3.4;host=x\r\n", "Via: 1.1 a, 1.1 b\r\n",
    ];

    /// <summary>Those that may be refused.</summary>
    public static IEnumerable<string> Odd(Dice dice) =>
    [
        "Connection: close\r\n", "Connection: upgrade\r\nUpgrade: websocket\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings\r\n", "Expect: 100-continue\r\n",
        "Expect: nothing\r\n", "Range: bytes=-1--5,9-1\r\n", "If-Modified-Since: yesterday\r\n", "Accept: \u00e4;;q=x\r\n",
        "Accept-Encoding: gzip;q=9,*;q=x\r\n", "Cookie: =;;=\r\n", "Cookie: big-ben-session=\u0001\r\n", "No-Colon\r\n", ": no name\r\n",
        "Bad Name: x\r\n", " folded\r\n", "X-Zero: a\0b\r\n", "X-Lf: a\nX-Other: b\r\n", "X-Cr: a\rb\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n", "TE: trailers\r\n", "Trailer: Content-Length\r\n", "Max-Forwards: 0\r\n",
        "Authorization: Bearer \r\n", "Authorization: Basic !!!\r\n", $"Authorization: Bearer {Pools.Text(dice)}\r\n",
        $"X-Long: {new string('x', dice.Pick([8000, 40_000]))}\r\n",
        string.Concat(Enumerable.Repeat("X-Many: y\r\n", dice.Pick([50, 300]))),
        $"Content-Type: {Pools.Text(dice)}\r\n", $"X-{Convert.ToHexString(dice.Bytes(8))}: {Pools.Text(dice)}\r\n",
        "Proxy-Connection: keep-alive\r\n", "Keep-Alive: timeout=0\r\n", "Connection: host, content-length\r\n", "Traceparent: 00-x\r\n",
    ];
}
