using System.Text;

namespace BigBen.Verbs.Export.Translating;

/// <summary>
/// The variables of a container that can be known here: values, ConfigMaps that are exported too, and names of Secrets' entries.
/// </summary>
internal sealed class ContainerVariables
{
    private readonly Dictionary<string, Variable> _known = [];
    private readonly HashSet<string> _unknown = [];

    // Of whole Secrets, and of ConfigMaps that are not among the objects: nobody here knows their keys.
    private readonly List<string> _unknownPrefixes = [];

    private readonly Links _links;

    private ContainerVariables(Links links) => _links = links;

    /// <summary>All of them, by name.</summary>
    public IEnumerable<Variable> All => _known.Values.OrderBy(variable => variable.Name, StringComparer.Ordinal);

    /// <summary>Reads a container's; nothing is taken yet but whole ConfigMaps' mention.</summary>
    /// <param name="container">The container.</param>
    /// <param name="translation">Where its ConfigMaps are.</param>
    /// <param name="links">Where Services are.</param>
    public static ContainerVariables Of(Part container, Translation translation, Links links)
    {
        var variables = new ContainerVariables(links);
        foreach (var (name, value) in links.Known)
            variables._known[name] = new(name, null, [new(value, false)], () => { });

        foreach (var source in container.Items("envFrom"))
        {
            if (source.At("configMapRef")?.Text("name") is { } name && translation.ConfigMap(name) is { } data)
                variables.AddAll(source, name, data, translation);
            else
                variables._unknownPrefixes.Add(source.Text("prefix"));
        }

        foreach (var entry in container.Items("env"))
            variables.Add(entry, translation);
        return variables;
    }

    /// <summary>A text with its <c>$(NAME)</c> resolved; null where a variable is meant whose value only a pod has.</summary>
    public IReadOnlyList<Piece>? Resolve(string text)
    {
        var pieces = new List<Piece>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                literal.Append(text[i]);
                continue;
            }

            var end = text[i + 1] == '(' ? text.IndexOf(')', i) : -1;
            var name = end < 0 ? null : text[(i + 2)..end];
            if (text[i + 1] == '$')
            {
                literal.Append('$');
                i++;
            }
            else if (name is not null && _known.TryGetValue(name, out var variable))
            {
                pieces.Add(new(literal.ToString(), false));
                literal.Clear();
                pieces.AddRange(variable.Secret is null ? variable.Pieces : [new Piece(name, true)]);
                i = end;
            }
            else if (name is not null && MayBe(name))
            {
                return null;
            }
            else
            {
                literal.Append('$');
            }
        }

        pieces.Add(new(literal.ToString(), false));
        return [.. pieces.Where(piece => piece.Text.Length > 0)];
    }

    private bool MayBe(string name) => _unknown.Contains(name) || _links.MayBe(name)
        || _unknownPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private void AddAll(Part source, string map, IReadOnlyDictionary<string, string> data, Translation translation)
    {
        var prefix = source.TakeText("prefix") ?? "";
        source.Take("configMapRef");
        foreach (var (key, value) in data)
            _known[prefix + key] = new(prefix + key, null, [new(value, false)], () => translation.TakeEntry(map, key));
    }

    private void Add(Part entry, Translation translation)
    {
        var name = entry.Text("name");
        if (Read(name, entry, translation) is { } variable)
        {
            _known[name] = variable;
            _unknown.Remove(name);
        }
        else
        {
            _known.Remove(name);
            _unknown.Add(name);
        }
    }

    private Variable? Read(string name, Part entry, Translation translation)
    {
        if (entry.At("valueFrom") is not { } from)
        {
            return Resolve(entry.Text("value")) is { } pieces ? new(name, null, pieces, () =>
            {
                entry.Take("name");
                entry.Take("value");
            }) : null;
        }

        if (from.At("secretKeyRef") is { } secret)
        {
            var optional = secret.Peek("optional")?.GetValue<bool>() == true;
            var (of, key) = (secret.Text("name"), secret.Text("key"));
            return new(name, new(of, key, optional, translation.AskedSecrets.GetValueOrDefault((of, key), name)), [], TakeEntry);
        }

        if (from.At("configMapKeyRef") is { } reference
            && translation.ConfigMap(reference.Text("name"))?.GetValueOrDefault(reference.Text("key")) is { } value)
        {
            return new(name, null, [new(value, false)], () =>
            {
                translation.TakeEntry(reference.Text("name"), reference.Text("key"));
                TakeEntry();
            });
        }

        return null;

        void TakeEntry()
        {
            entry.Take("name");
            entry.Take("valueFrom");
        }
    }
}
