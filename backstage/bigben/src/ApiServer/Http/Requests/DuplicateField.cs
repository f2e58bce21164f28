namespace BigBen.ApiServer.Http.Requests;

/// <summary>Finds a field that an object has twice.</summary>
internal static class DuplicateField
{
    /// <summary>The path of the first one, such as <c>data.A</c>; null when every field is there once.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static string? Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 100 });
        var open = new Stack<(string Path, HashSet<string> Fields)>();
        var path = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((path, []));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path = open.Pop().Path;
                    break;
                case JsonTokenType.PropertyName:
                    var (parent, fields) = open.Peek();
                    var name = reader.GetString()!;
                    path = parent.Length == 0 ? name : $"{parent}.{name}";
                    if (!fields.Add(name))
                        return path;
                    break;
            }
        }

        return null;
    }
}
