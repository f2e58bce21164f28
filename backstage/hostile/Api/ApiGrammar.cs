using System.Text;
using BigBen.ApiServer.Resources;
using BigBen.Hostile.Sockets;

namespace BigBen.Hostile.Api;

/// <summary>
/// Requests for every resource, verb and part that discovery tells, with options and objects of its types. What changes something does so
/// in a namespace of its own or as a dry run.
/// </summary>
/// <param name="token">Lets in.</param>
internal sealed class ApiGrammar(string token) : IGrammar
{
    private static readonly ApiResource[] Resources = [.. ResourceCatalog.All];

    private static readonly string[] Reads = ["GET", "GET", "GET", "HEAD", "OPTIONS"];
    private static readonly string[] Writes = ["POST", "POST", "PUT", "PATCH", "PATCH", "DELETE"];

    private static readonly string[] Accepts =
    [
        "application/json", "application/yaml", "application/json;as=Table;g=meta.k8s.io;v=v1", "application/vnd.kubernetes.protobuf",
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "text/html", "*/*;q=0", "a;b;c=,;", "application/cbor",
    ];

    public HttpCase Make(Dice dice)
    {
        var resource = dice.Pick(Resources);
        var isRead = dice.Chance(40);
        var method = dice.Pick(isRead ? Reads : Writes);
        var target = isRead ? ApiPath.ToRead(dice, resource) : ApiPath.ToWrite(dice, resource, method);
        var query = ApiQuery.Of(dice, isRead);
        var head = new StringBuilder($"{method} {target.Path}{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n");
        if (dice.Chance(25))
            head.Append($"Accept: {dice.Pick(Accepts)}\r\n");
        byte[] body = [];
        if (!isRead || dice.Chance(3))
        {
            (var type, body) = ApiBody.Of(dice, resource, method, target);
            head.Append($"Content-Length: {body.Length}\r\n");
            if (type is not null)
                head.Append($"Content-Type: {type}\r\n");
        }

        return new HttpCase(Door.Api, [.. Encoding.UTF8.GetBytes($"{head}\r\n"), .. body]) { IsSound = true };
    }
}
