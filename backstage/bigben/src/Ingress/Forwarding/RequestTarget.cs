using Microsoft.AspNetCore.Http.Features;

namespace BigBen.Ingress.Forwarding;

/// <summary>A request's target as the client wrote it: what was escaped stays escaped.</summary>
internal static class RequestTarget
{
    /// <summary>Path and query.</summary>
    public static string Of(HttpContext context)
    {
        var raw = Raw(context);
        return raw.StartsWith('/') ? raw : PathOf(raw);
    }

    /// <summary>The whole target: an absolute URL where the client takes us for its proxy.</summary>
    public static string Raw(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>Whether it names a path; the "*" of OPTIONS and the host and port of CONNECT do not.</summary>
    public static bool HasPath(HttpContext context)
    {
        var raw = Raw(context);
        return raw.StartsWith('/') || raw.Contains("://", StringComparison.Ordinal);
    }

    /// <summary>Path and query of an absolute URL; a slash where it has none.</summary>
    private static string PathOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? url.Length : scheme + 3;
        var path = url.AsSpan(start).IndexOfAny('/', '?');
        return path < 0 ? "/" : url[start + path] == '?' ? $"/{url[(start + path)..]}" : url[(start + path)..];
    }
}
