namespace BigBen.Verbs.Export.Translating;

/// <summary>
/// What an image runs, of the Dockerfile that it is built from: to ask the registry would take a login, which an export has not.
/// </summary>
internal static class ImageProgram
{
    private static readonly string[] Instructions = ["FROM", "ENTRYPOINT"];

    /// <summary>
    /// The program and its first arguments: the last stage's <c>ENTRYPOINT</c>. Empty where that is a shell's line, which takes no more
    /// arguments, or comes with the stage's base.
    /// </summary>
    /// <param name="dockerfile">The Dockerfile's text.</param>
    public static IReadOnlyList<string> Of(string dockerfile)
    {
        IReadOnlyList<string> program = [];
        foreach (var line in dockerfile.Replace("\r", "").Replace("\\\n", " ").Split('\n').Select(line => line.Trim()))
        {
            var words = line.Split([' ', '\t'], 2);
            if (Instructions.Contains(words[0], StringComparer.OrdinalIgnoreCase))
                program = words is [[('E' or 'e'), ..], var list] ? Words(list) : [];
        }

        return program;
    }

    private static string[] Words(string list)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(list) ?? [];
        }
        catch (JsonException)
        {
            // docker takes what is not a list of JSON for a line of a shell.
            return [];
        }
    }
}
