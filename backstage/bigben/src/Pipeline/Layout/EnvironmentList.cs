using BigBen.Git;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Layout;

/// <summary>
/// The environments in the order in which versions go through them: the first takes what main builds, every other one what the one before
/// it has run healthy. In git, as the value <c>environments</c> of the chart of the environments.
/// </summary>
internal sealed class EnvironmentList
{
    /// <summary>The values of the chart of the environments, which people edit.</summary>
    public const string File = "backstage/cd/environments/values.yaml";

    private EnvironmentList(IReadOnlyList<DeliveryEnvironment> all) => All = all;

    /// <summary>Every environment, the first of the chain first.</summary>
    public IReadOnlyList<DeliveryEnvironment> All { get; }

    /// <summary>The one that every push to main reaches.</summary>
    public string First => All[0].Name;

    /// <summary>The one that a release reaches in the end.</summary>
    public string Last => All[^1].Name;

    /// <summary>Those that releases alone reach.</summary>
    public IEnumerable<DeliveryEnvironment> Released => All.Skip(1);

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. All.Select(environment => environment.Name)];

    /// <summary>The files of their records, which people never edit.</summary>
    public IEnumerable<string> Records => Names.Select(EnvironmentFile.PathOf);

    /// <summary>The whole way of a version.</summary>
    public string Way => string.Join(" → ", Names);

    /// <summary>The environments at a revision; <c>developer</c> and <c>production</c> where there is no list.</summary>
    /// <exception cref="PlatformException">What is there is no chain of environments.</exception>
    public static async Task<EnvironmentList> ReadAsync(GitCli git, string revision, CancellationToken cancellationToken) =>
        Parse(await git.ReadFileAsync(revision, File, cancellationToken) ?? "");

    /// <summary>The environments that the files of a clone list, committed or not; the usual two where there is no list.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static EnvironmentList OfClone(string root)
    {
        var file = Path.Combine(root, File);
        return Parse(System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file) : "");
    }

    /// <summary>The environments of a file's text.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static EnvironmentList Parse(string text)
    {
        var values = YamlReader.FirstMap(text, File);
        return new EnvironmentList(EnvironmentChain.Order(values?["environments"] switch
        {
            null => [new("developer", "dev"), new("production", "production")],
            JsonObject listed => [.. listed.Select(pair => Read(pair.Key, pair.Value))],
            _ => throw new PlatformException($"{File}: environments must be a map of names; fix the list."),
        }));
    }

    /// <summary>The environment of a name.</summary>
    /// <exception cref="PlatformException">There is none.</exception>
    public DeliveryEnvironment Require(string name) =>
        All.FirstOrDefault(environment => environment.Name == name)
        ?? throw new PlatformException($"There is no environment '{name}': name {string.Join(" or ", Names)}.");

    /// <summary>The environment that a release goes to.</summary>
    /// <param name="name">Its name; null for the last.</param>
    /// <exception cref="PlatformException">There is none, or releases do not go there.</exception>
    public DeliveryEnvironment RequireReleased(string? name)
    {
        var environment = Require(name ?? Last);
        return environment.PromotesFrom is null
            ? throw new PlatformException(
                $"{environment.Name} takes what main builds, and no release: name {string.Join(" or ", Released.Select(one => one.Name))}.")
            : environment;
    }

    private static DeliveryEnvironment Read(string name, JsonNode? settings)
    {
        if (settings is not JsonObject map)
            return new(name, "");
        try
        {
            return new(name, $"{map["hostPrefix"]}", map["promotesFrom"]?.ToString()) { Protection = ProtectionRules.Read(map) };
        }
        catch (PlatformException e)
        {
            throw new PlatformException($"{File}: '{name}': {e.Message}; fix the list.", e);
        }
    }
}
