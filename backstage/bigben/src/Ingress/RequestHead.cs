using BigBen.Ingress.Forwarding;
using Microsoft.AspNetCore.Http.Features;

namespace BigBen.Ingress;

/// <summary>What of a request's head no other side could make sense of, though the web server lets it through.</summary>
internal static class RequestHead
{
    /// <summary>Why a request is refused, as a sentence; null where it is not.</summary>
    public static string? Refusal(HttpContext context)
    {
        var host = context.Request.Headers.Host.ToString();
        if (!HasPossiblePort(host))
            return $"The host '{host}' has a port that is not a number from 0 to 65535.";
        if (IsTunnel(context))
            return $"'{context.Request.Method} {RequestTarget.Raw(context)}' asks for a tunnel, and this is not a proxy.";
        return RequestTarget.HasPath(context) ? null : $"'{context.Request.Method} {RequestTarget.Raw(context)}' names no path.";
    }

    /// <summary>A host without its port and without the dot of a full name; an IPv6 address keeps its brackets.</summary>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        var colon = PortColon(host);
        var name = colon < 0 ? host : host[..colon];
        return name.Length > 1 && name[^1] == '.' ? name[..^1] : name;
    }

    private static bool HasPossiblePort(ReadOnlySpan<char> host)
    {
        var colon = PortColon(host);
        return colon < 0 || ushort.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    // Over HTTP/2 a CONNECT that names a protocol begins a WebSocket (RFC 8441).
    private static bool IsTunnel(HttpContext context) =>
        HttpMethods.IsConnect(context.Request.Method) && context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect != true;

    // An IPv6 address has colons of its own, in brackets.
    private static int PortColon(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return colon < 0 || host[colon..].Contains(']') ? -1 : colon;
    }
}
