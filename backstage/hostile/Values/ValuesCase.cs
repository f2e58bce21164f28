using BigBen.Foundation;

namespace BigBen.Hostile.Values;

/// <summary>A values file as a person might write it.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Refusal">A part of the sentence that it is refused with; null where it is accepted.</param>
internal sealed record ValuesCase(string Text, string? Refusal)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ValuesCase> All { get; } = Read();

    private static List<ValuesCase> Read()
    {
        using var stream = typeof(ValuesCase).Assembly.GetManifestResourceStream("values.yaml")!;
        using var reader = new StreamReader(stream);
        return YamlReader.Documents(reader.ReadToEnd(), "values.yaml").Single().Body.AsArray().Select(item => item!.AsObject())
            .Select(item => new ValuesCase((string?)item["values"] ?? "", (string?)item["refusal"])).ToList();
    }

    public override string ToString() => Text.Length < 300 ? Text.TrimEnd() : $"{Text[..300]}…";
}
