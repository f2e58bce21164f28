namespace BigBen.ApiServer.Http.Requests;

/// <summary>Finds texts of JSON that are none: bytes that are not UTF-8, halves of a character that takes two escapes.</summary>
internal static class JsonStrings
{
    /// <summary>Requires that all of them can be read; otherwise whoever reads one later would find it out.</summary>
    /// <exception cref="JsonException">One cannot, or it is not JSON.</exception>
    public static void Require(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 100 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
