using System.Buffers.Text;
using System.Text;
using System.Text.Json.Serialization;
using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>Where a list goes on: the token that a client sends back as it got it.</summary>
/// <param name="Version">The resource version of the whole list.</param>
/// <param name="After">The path of the last object that was told.</param>
internal sealed record Continue(long Version, string After)
{
    private const string Form = "meta.k8s.io/v1";

    /// <summary>Reads a token.</summary>
    /// <exception cref="StatusException">It is none of ours.</exception>
    public static Continue Parse(string token)
    {
        try
        {
            var parsed = JsonSerializer.Deserialize<Token>(Base64Url.DecodeFromChars(token));
            return parsed is { Form: Form, Start: ['/', .. var after, '\0'] }
                ? new Continue(parsed.Version, after)
                : throw Failures.BadRequest("invalid continue token: continue key is not valid: unknown form");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Failures.BadRequest($"invalid continue token: continue key is not valid: {e.Message}");
        }
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Token(Form, Version, $"/{After}\0"))));

    private sealed record Token(
        [property: JsonPropertyName("v")] string Form,
        [property: JsonPropertyName("rv")] long Version,
        [property: JsonPropertyName("start")] string Start);
}
