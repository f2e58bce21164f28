using BigBen.Git;
using BigBen.Pipeline.Records;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BigBen.Pipeline.Layout;

/// <summary>An environment, as the chart of the environments lists it.</summary>
/// <param name="Name">Its name, which is also its namespace's.</param>
/// <param name="HostPrefix">What its hosts begin with.</param>
internal sealed record DeliveryEnvironment(string Name, string HostPrefix)
{
    /// <summary>The values of the chart of the environments, which people edit.</summary>
    public const string File = "backstage/cd/environments/values.yaml";

    /// <summary>The environments at a revision; what a file is no list of, Helm says when it renders.</summary>
    public static async Task<IReadOnlyList<DeliveryEnvironment>> ListAsync(
        GitCli git, string revision, CancellationToken cancellationToken) =>
        Parse(await git.ReadFileAsync(revision, File, cancellationToken) ?? "") is { Count: > 0 } listed
            ? listed
            : [.. EnvironmentFile.All.Select(name => new DeliveryEnvironment(name, name))];

    private static List<DeliveryEnvironment> Parse(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException)
        {
            return [];
        }

        return stream.Documents is [var document] && Child(document.RootNode, "environments") is YamlMappingNode environments
            ? [.. environments.Children.Select(pair => new DeliveryEnvironment($"{pair.Key}", $"{Child(pair.Value, "hostPrefix")}"))]
            : [];
    }

    private static YamlNode? Child(YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(key, out var child) ? child : null;
}
