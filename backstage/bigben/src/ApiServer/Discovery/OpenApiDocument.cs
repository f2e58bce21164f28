using System.Security.Cryptography;

namespace BigBen.ApiServer.Discovery;

/// <summary>A document of the API's description, the same as long as the process runs.</summary>
/// <param name="Body">The document as it is sent.</param>
/// <param name="Hash">What tells it from every other one: its SHA-512 in upper-case hexadecimal digits.</param>
internal sealed record OpenApiDocument(byte[] Body, string Hash)
{
    /// <summary>A document in JSON.</summary>
    public static OpenApiDocument Of(JsonNode document) => Of(JsonSerializer.SerializeToUtf8Bytes(document));

    /// <summary>A document in whatever form.</summary>
    public static OpenApiDocument Of(byte[] body) => new(body, Convert.ToHexString(SHA512.HashData(body)));
}
