using BigBen.Foundation;
using BigBen.Hostile.Sockets;

namespace BigBen.Hostile.Http;

/// <summary>What requests ask for, and of which host.</summary>
internal static class Targets
{
    private static readonly string[] Hosts =
    [
        $"dev.service-a.{PlatformHosts.Domain}", $"dev.service-b.{PlatformHosts.Domain}", PlatformHosts.Console, PlatformHosts.Console,
        $"production.service-a.{PlatformHosts.Domain}", "nobody.example",
    ];

    private static readonly string[] Paths =
    [
        "/", "/ping", "/health", "/version", "/ping_service_a", "/openapi/v1.json", "/missing", "/ping?a=b&c=%20", "/applications", "/runs",
        "/signals", "/pipeline", "/applications/developer-service-a", "/applications/missing", "/runs/1", "/pods/developer/missing",
        "/api/v1/platform", "/api/v1/runs", "/api/v1/runs/none", "/api/v1/signals", "/api/v1/stream", "/api/v1/openapi.json",
        "/api/v1/pods/developer/missing/logs", "/metrics", "/release", "/actions/rollback", "/actions/release", "/api/v1/releases",
    ];

    private static readonly string[] ApiPaths =
    [
        "/api", "/apis", "/api/v1/pods", "/version", "/livez?verbose", "/readyz", "/healthz", "/openapi/v3", "/apis/apps/v1/deployments",
        "/api/v1/namespaces/developer/pods?watch=1", "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications", "/metrics", "/",
    ];

    private static readonly string[] OddPaths =
    [
        "*", "", "ping", "//", "///ping", "/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%00", "/%", "/%zz", "/%c0%ae",
        "/\u00e4",
        "/\u0001", "/ping#fragment", "/ping?", "/ping?=&&==", "/?a=%00", "/a b", "/\\..\\", "/;a=b", "/ping/../ping", "/./", "/%2f%2fhost",
        "http://", "http://nobody.example/", "http://nobody.example:99999/", "https://a/", "http:/ping", "nobody.example:80",
        "file:///etc/passwd",
        "/api/v1/pods/%2e%2e/x/logs", "/api/v1/pods/developer/a%2fb/logs?container=%00", "/runs/%2e%2e%2fplatform.json",
        "/api/v1/runs/../../platform.json", "/api/v1/runs/%2e%2e/logs/x", "/assets/%2e%2e/x", "/applications/%3Cscript%3E",
        "/api/v1/pods/developer/x/logs?tail=-1", "/api/v1/pods/developer/x/logs?tail=99999999999999999999", "/signals?window=x",
        "/api/v1/runs/1/logs/%00", "/pods/%ff/%fe", "/confirm?action=rollback", "/api/v1/runs?limit=-1", "/api/v1/runs?before=x",
    ];

    /// <summary>A path that is one.</summary>
    public static string Sound(Dice dice, Door door) => dice.Pick(door == Door.Api ? ApiPaths : Paths);

    /// <summary>One that may be none.</summary>
    public static string Odd(Dice dice, Doors doors) => dice.Below(8) switch
    {
        0 => $"/{new string(dice.Pick<char>(['a', '/', '%', '?', '.']), dice.Pick([1, 100, 4000, 9000]))}",
        1 => $"http://{dice.Pick(Hosts)}:{doors.Router}{dice.Pick(Paths)}",
        2 => $"{dice.Pick(Paths)}?{Convert.ToHexString(dice.Bytes(dice.Below(200)))}={Uri.EscapeDataString(Pools.Text(dice))}",
        3 => $"{dice.Pick(Paths)}/{Uri.EscapeDataString(Pools.Text(dice))}",
        _ => dice.Pick(OddPaths),
    };

    /// <summary>The line of a host that is one.</summary>
    public static string Host(Dice dice, int port) => $"Host: {dice.Pick(Hosts)}:{port}\r\n";

    /// <summary>Lines of hosts that may be none, may be many.</summary>
    public static string OddHost(Dice dice, int port)
    {
        var host = dice.Pick(Hosts);
        return dice.Below(14) switch
        {
            0 => "",
            1 => "Host:\r\n",
            2 => $"Host: {host}\r\nHost: {dice.Pick(Hosts)}\r\n",
            3 => $"Host: {host}:99999\r\n",
            4 => $"Host: {host}.:{port}\r\n",
            5 => $"Host: {host.ToUpperInvariant()}:{port}\r\n",
            6 => $"Host: [::1]:{port}\r\n",
            7 => "Host: [::\r\n",
            8 => $"Host: {host}:\r\n",
            9 => $"Host : {host}\r\n",
            10 => $"Host: user@{host}\r\n",
            11 => $"Host: {new string('a', 5000)}\r\n",
            12 => $"Host: {Pools.Text(dice)}\r\n",
            _ => $"Host: {host}:{port}, {host}\r\n",
        };
    }
}
