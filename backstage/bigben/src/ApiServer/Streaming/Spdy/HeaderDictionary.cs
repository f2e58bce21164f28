using System.Buffers.Binary;
using System.Text;

namespace BigBen.ApiServer.Streaming.Spdy;

/// <summary>What every header block of SPDY/3 is taken to follow, so that it compresses well (SPDY protocol, draft 3, 2.6.10.1).</summary>
internal static class HeaderDictionary
{
    // Each with its length before it, as it would stand in a header block.
    private const string Words =
        "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization "
        + "cache-control connection content-base content-encoding content-language content-length content-location content-md5 "
        + "content-range content-type date etag expect expires from host if-match if-modified-since if-none-match if-range "
        + "if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer "
        + "retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status "
        + "200_OK version HTTP/1.1 url public set-cookie keep-alive origin";

    private const string Rest =
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information"
        + "204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error"
        + "501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, "
        + "Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,"
        + "text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    /// <summary>The dictionary.</summary>
    public static ReadOnlyMemory<byte> Bytes { get; } = Build();

    private static byte[] Build()
    {
        var bytes = new List<byte>();
        var length = new byte[sizeof(int)];
        foreach (var word in Words.Split(' ').Select(word => word.Replace('_', ' ')))
        {
            BinaryPrimitives.WriteInt32BigEndian(length, word.Length);
            bytes.AddRange(length);
            bytes.AddRange(Encoding.ASCII.GetBytes(word));
        }

        bytes.AddRange(Encoding.ASCII.GetBytes(Rest));
        return [.. bytes];
    }
}
