using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace BigBen.Ingress.Forwarding;

/// <summary>Headers that concern one connection and do not go on (RFC 9110, section 7.6.1, and what older clients send).</summary>
internal static class HopByHop
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Transfer-Encoding", "Upgrade",
        "HTTP2-Settings");

    /// <summary>Whether a header ends here, by itself or because the Connection header names it.</summary>
    /// <param name="name">The header.</param>
    /// <param name="connection">The Connection header.</param>
    public static bool Contains(string name, StringValues connection) =>
        Names.Contains(name) || (connection.Count > 0 && IsNamed(name, connection));

    private static bool IsNamed(string name, StringValues connection)
    {
        foreach (var value in connection)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan(part).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }
}
