using System.Text;

namespace BigBen.Manifests.Specs;

/// <summary>The entries of a ConfigMap or Secret.</summary>
/// <param name="Data">The entries that are text.</param>
internal sealed record DataSpec(IReadOnlyDictionary<string, string> Data) : ObjectSpec
{
    public static DataSpec ReadConfigMap(Fields root)
    {
        root.Unenforced("binaryData", "only text reaches a process, through its environment");
        root.Accept("immutable");
        return new DataSpec(root.TextMap("data"));
    }

    public static DataSpec ReadSecret(Fields root)
    {
        root.Accept("immutable", "type");
        var data = new Dictionary<string, string>();
        foreach (var (name, encoded) in root.TextMap("data"))
        {
            try
            {
                data[name] = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            }
            catch (FormatException)
            {
                throw root.Broken($"data.{name}", "is not base64");
            }
        }

        foreach (var (name, text) in root.TextMap("stringData"))
            data[name] = text;
        return new DataSpec(data);
    }
}
