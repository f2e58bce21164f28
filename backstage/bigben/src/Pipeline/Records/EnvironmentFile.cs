using System.Text;
using System.Text.RegularExpressions;
using BigBen.Git;
using BigBen.Images;
using BigBen.Pipeline.Layout;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BigBen.Pipeline.Records;

/// <summary>
/// The record of what runs in an environment: <c>backstage/cd/environments/&lt;environment&gt;.yaml</c>. Written whole, by the pipeline
/// alone.
/// </summary>
/// <param name="Name">The environment, such as <c>developer</c>.</param>
/// <param name="Services">The record of each delivered service, by its name.</param>
public sealed partial record EnvironmentFile(string Name, IReadOnlyDictionary<string, ServiceRecord> Services)
{
    /// <summary>The file's first line.</summary>
    public const string FirstLine = "# Written by the pipeline alone; people edit app/<service>/deploy-config.";

    /// <summary>What is wrong with the file as it is, where these are the records of the newest readable one before; else null.</summary>
    public string? Damage { get; init; }

    /// <summary>Where the record of an environment lies in the repository.</summary>
    public static string PathOf(string environment) => $"backstage/cd/environments/{environment}.yaml";

    /// <summary>An environment in which nothing runs yet.</summary>
    public static EnvironmentFile Empty(string environment) => new(environment, new Dictionary<string, ServiceRecord>());

    /// <summary>
    /// The record of an environment at a revision; empty where the file does not exist there. Where people broke it, what the pipeline
    /// wrote last, with <see cref="Damage"/>: whatever writes the file next repairs it.
    /// </summary>
    public static async Task<EnvironmentFile> ReadAsync(
        GitCli git, string revision, string environment, CancellationToken cancellationToken)
    {
        var path = PathOf(environment);
        var text = await git.ReadFileAsync(revision, path, cancellationToken);
        try
        {
            return Parse(environment, text);
        }
        catch (PlatformException e)
        {
            var commits = await git.LogAsync(revision, path, cancellationToken);
            var readable = (await git.ReadFileAtEachAsync(commits, path, cancellationToken))
                .Where(before => before is not null)
                .Select(before => TryParse(environment, before))
                .FirstOrDefault(file => file is not null);
            return (readable ?? Empty(environment)) with { Damage = e.Message };
        }
    }

    /// <summary>Every environment's record at a revision, in the order of their list; each as by <see cref="ReadAsync"/>.</summary>
    internal static async Task<IReadOnlyList<EnvironmentFile>> ReadAllAsync(
        GitCli git, string revision, CancellationToken cancellationToken) =>
        await Task.WhenAll((await EnvironmentList.ReadAsync(git, revision, cancellationToken)).Names
            .Select(environment => ReadAsync(git, revision, environment, cancellationToken)));

    /// <summary>Reads a record; null where the text is none.</summary>
    internal static EnvironmentFile? TryParse(string environment, string? text)
    {
        try
        {
            return Parse(environment, text);
        }
        catch (PlatformException)
        {
            return null;
        }
    }

    /// <summary>Records to be written, and the removal of every service here that is not among those which exist.</summary>
    internal IReadOnlyDictionary<string, ServiceRecord?> WithoutOthersThan(
        IReadOnlyDictionary<string, ServiceRecord?> records, IEnumerable<string> existing) =>
        records.Concat(Services.Keys.Except(existing).Except(records.Keys).Select(gone => KeyValuePair.Create(gone, (ServiceRecord?)null)))
            .ToDictionary();

    /// <summary>Reads a record; a file that does not exist (null) is empty.</summary>
    /// <exception cref="PlatformException">The text is no such record; the sentence names the file and the key.</exception>
    public static EnvironmentFile Parse(string environment, string? text)
    {
        if (text is null)
            return Empty(environment);
        var file = PathOf(environment);
        var root = Map(file, "the file", Load(file, text));
        var name = root.Children.Count == 1 && root.Children.First().Key is YamlScalarNode { Value: { } key } ? key : null;
        if (name != environment)
            throw Bad(file, environment, name is null ? "must be the only key of the file" : $"is missing; the file speaks of '{name}'");
        var services = new Dictionary<string, ServiceRecord>();
        foreach (var (node, record) in Map(file, environment, root.Children.First().Value).Children)
        {
            var service = Text(file, environment, node);
            if (!ServiceName().IsMatch(service))
                throw Bad(file, $"{environment}.{service}", "is not a name of a service: use lower-case letters, digits and dashes");
            services[service] = ParseRecord(file, $"{environment}.{service}", record);
        }

        return new EnvironmentFile(environment, services);
    }

    /// <summary>The whole file: sorted, with tags and digests quoted, so that no YAML reader takes a commit for a number.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        if (Services.Count == 0)
            return text.Append(Name).Append(": {}\n").ToString();
        text.Append(Name).Append(":\n");
        foreach (var (service, record) in Services.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append($"  {service}: {{ revision: {Revision(record.Revision)}, tag: \"{record.Tag}\", digest: \"{record.Digest}\" }}\n");
        return text.ToString();
    }

    private static string Revision(string revision) =>
        revision.StartsWith("refs/", StringComparison.Ordinal) ? revision : $"\"{revision}\"";

    private static YamlNode Load(string file, string text)
    {
        try
        {
            var documents = YamlReader.Parse(text);
            return documents.Count == 1
                ? documents[0].RootNode
                : throw new PlatformException($"{file} must hold one YAML document, not {documents.Count}: {Remedy}");
        }
        catch (YamlException e)
        {
            throw new PlatformException($"{file} is not YAML at line {e.Start.Line}: {e.Message.TrimEnd('.')}; {Remedy}", e);
        }
    }

    private static ServiceRecord ParseRecord(string file, string path, YamlNode node)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (key, value) in Map(file, path, node).Children)
        {
            var name = Text(file, path, key);
            if (name is not ("revision" or "tag" or "digest"))
                throw Bad(file, $"{path}.{name}", "is unknown: a record has revision, tag and digest");
            fields[name] = Text(file, $"{path}.{name}", value);
        }

        return new ServiceRecord(
            Field("revision", RevisionPattern(), "is neither a full commit id nor a tag such as refs/tags/v1.2.0"),
            Field("tag", ImageReference.TagPattern(), "is not an image tag"),
            Field("digest", ImageReference.DigestPattern(), "is not a digest: sha256: and 64 hexadecimal digits"));

        string Field(string name, Regex pattern, string complaint)
        {
            if (!fields.TryGetValue(name, out var value))
                throw Bad(file, $"{path}.{name}", "is missing");
            return pattern.IsMatch(value) ? value : throw Bad(file, $"{path}.{name}", $"'{value}' {complaint}");
        }
    }

    private static YamlMappingNode Map(string file, string path, YamlNode node) =>
        node as YamlMappingNode ?? throw Bad(file, path, "must be a map");

    // A plain scalar that YAML 1.1 or 1.2 may read as anything but a string is refused, for other readers will.
    private static string Text(string file, string path, YamlNode node) =>
        node is not YamlScalarNode { Value: { Length: > 0 } value } scalar ? throw Bad(file, path, "must be a text")
        : scalar.Style == ScalarStyle.Plain && NotText().IsMatch(value)
            ? throw Bad(file, path, $"{value} is not text to YAML: put it in quotes")
        : value;

    private const string Remedy = "only the pipeline writes this file, so take the version of the branch main.";

    private static PlatformException Bad(string file, string path, string complaint) =>
        new($"{file}: {path} {complaint}; {Remedy}");

    [GeneratedRegex(
        @"^(?:[-+.]?[0-9][-+0-9._:exobXOEa-fA-F]*|[-+]?\.(?:inf|nan)|~|null|true|false|yes|no|on|off|y|n)\z", RegexOptions.IgnoreCase)]
    private static partial Regex NotText();

    [GeneratedRegex(@"^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex ServiceName();

    // main and v1.2.0 are what was written before revisions were full ones.
    [GeneratedRegex(@"^(?:[0-9a-f]{40}|[0-9a-f]{64}|refs/tags/[A-Za-z0-9][A-Za-z0-9._/-]*|main|v[0-9][A-Za-z0-9.-]*)\z")]
    private static partial Regex RevisionPattern();
}
