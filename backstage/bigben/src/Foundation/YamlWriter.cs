using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BigBen.Foundation;

/// <summary>JSON nodes to YAML text that <see cref="YamlReader"/>, kubectl and Helm read back as the same values.</summary>
internal static class YamlWriter
{
    public static string Write(JsonNode? node)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(2, int.MaxValue, false, 1024, skipAnchorName: true, indentSequences: false));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject mapping:
                emitter.Emit(
                    new MappingStart(AnchorName.Empty, TagName.Empty, true, mapping.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in mapping)
                {
                    emitter.Emit(Text(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray sequence:
                emitter.Emit(
                    new SequenceStart(
                        AnchorName.Empty, TagName.Empty, true, sequence.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in sequence)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                emitter.Emit(Text(text));
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, node?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    private static Scalar Text(string text)
    {
        var style = YamlScalar.IsPlainString(text) ? ScalarStyle.Plain
            : text.Contains('\n') && IsLiteral(text) ? ScalarStyle.Literal
            : ScalarStyle.DoubleQuoted;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, style == ScalarStyle.Plain, style != ScalarStyle.Plain);
    }

    // A block scalar can hold neither control characters nor blanks at its edges without loss.
    private static bool IsLiteral(string text) =>
        !char.IsWhiteSpace(text[0])
        && !text.Any(c => (char.IsControl(c) && c != '\n') || c is '\uFEFF' or '\u0085' or '\u2028' or '\u2029' || char.IsSurrogate(c))
        && !text.Split('\n').Any(line => line.EndsWith(' '));
}
