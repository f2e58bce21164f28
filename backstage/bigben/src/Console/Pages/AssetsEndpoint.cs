using System.Reflection;

namespace BigBen.Console.Pages;

/// <summary><c>GET /assets/{file}</c>: script, style sheet and icon, which are part of the program.</summary>
internal static class AssetsEndpoint
{
    private static readonly Dictionary<string, (string Type, byte[] Content)> Assets = new()
    {
        ["console.js"] = ("text/javascript; charset=utf-8", Read("console.js")),
        ["logs.js"] = ("text/javascript; charset=utf-8", Read("logs.js")),
        ["console.css"] = ("text/css; charset=utf-8", Read("console.css")),
        ["icon.svg"] = ("image/svg+xml", Read("icon.svg")),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{file}", (string file) =>
            Assets.TryGetValue(file, out var asset) ? Results.Bytes(asset.Content, asset.Type) : Results.NotFound());

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"console/{name}")
            ?? throw new InvalidOperationException($"the resource console/{name} is missing");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
