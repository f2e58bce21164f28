using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>
/// Whether the server lives and is ready. Who gets an answer at all gets the same one: it starts with everything it needs.
/// </summary>
internal static class HealthHandler
{
    private static readonly string[] Roots = ["/livez", "/readyz", "/healthz"];
    private static readonly string[] Checks = ["ping", "storage"];

    /// <summary>Answers a path of health; null when the path is another one.</summary>
    public static Task? Handle(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var root = Roots.FirstOrDefault(root => path == root || path.StartsWith($"{root}/", StringComparison.Ordinal));
        if (root is null)
            return null;
        var check = path[root.Length..].Trim('/');
        if (check.Length > 0)
            return Checks.Contains(check) ? Answer.TextAsync(context, StatusCodes.Status200OK, "ok") : NotFound.WriteAsync(context);
        var text = context.Request.Query.Flag("verbose")
            ? string.Concat(Checks.Select(name => $"[+]{name} ok\n")) + $"{root[1..]} check passed\n"
            : "ok";
        return Answer.TextAsync(context, StatusCodes.Status200OK, text);
    }
}
