using System.Text;
using BigBen.Hostile.Sockets;

namespace BigBen.Hostile.Http;

/// <summary>Requests for hosts, pages and the API, from sound ones to no requests at all.</summary>
/// <param name="doors">The platform.</param>
internal sealed class HttpGrammar(Doors doors) : IGrammar
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private static readonly string[] OddMethods =
        ["TRACE", "CONNECT", "get", "G", "PROPFIND", "GE T", "", "\0", "M-SEARCH", new('A', 300), "GET\t", "PRI", "ÄÖ"];

    private static readonly string[] Versions = ["HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP/1.9", "http/1.1", "HTTP/11", "HTTP/1.1 ", ""];

    public HttpCase Make(Dice dice)
    {
        var door = dice.Chance(12) ? Door.Api : Door.Router;
        var isSound = dice.Chance(40);
        var target = isSound || dice.Chance(40) ? Targets.Sound(dice, door) : Targets.Odd(dice, doors);
        var method = isSound || dice.Chance(70) ? dice.Pick(Methods) : dice.Pick(OddMethods);
        var version = isSound || dice.Chance(85) ? "HTTP/1.1" : dice.Pick(Versions);
        var host = isSound || dice.Chance(60) ? Targets.Host(dice, doors.Router) : Targets.OddHost(dice, doors.Router);
        var head = new StringBuilder($"{method} {target} {version}\r\n{host}");
        head.AppendJoin("", dice.Some(8, Headers.Sound));
        if (!isSound)
            head.AppendJoin("", dice.Some(4, Headers.Odd(dice)));
        // A few with the right token, so that what stands behind it is reached; none asks for anything that could be done.
        if (door == Door.Router && dice.Chance(1))
            head.Append($"Authorization: Bearer {doors.ConsoleToken}\r\n");
        var body = Bodies.Of(dice, isSound, head);
        byte[] request = [.. Encoding.UTF8.GetBytes($"{head}\r\n"), .. body];
        if (!isSound && dice.Chance(35))
            request = Damage.To(dice, request);
        return new HttpCase(door, request) { IsSound = isSound };
    }
}
