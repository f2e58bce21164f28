using System.Text;
using BigBen.Images.Registry;
using BigBen.Kubernetes;
using BigBen.Pipeline.Building;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Existing.Steps;

/// <summary>The Secret by which the environments' pods pull: the user's own login to the registry, as it is now.</summary>
internal static class PullSecretStep
{
    /// <summary>The Secret's name.</summary>
    public const string Name = "big-ben-registry";

    // What Kubernetes calls docker's config.json in a Secret.
    private const string Type = "kubernetes.io/dockerconfigjson";
    private const string Key = ".dockerconfigjson";

    public static PlatformStep Create(ExistingSettings settings) => new("let the pods pull from the registry")
    {
        Does = [$"Makes the Secret {Name} in every environment, from the login that docker has."],
        Check = async cancellationToken =>
            await MissingAsync(settings, await DataAsync(settings, cancellationToken), cancellationToken) is { Count: > 0 } missing
                ? StepCheck.Missing(string.Join(", ", missing))
                : StepCheck.Done($"{Name} is there"),
        Apply = (_, cancellationToken) => ApplyAsync(settings, cancellationToken),
    };

    /// <summary>The login of this user to a registry; null where docker has none, as for one that wants none.</summary>
    /// <exception cref="PlatformException">A node could not use it.</exception>
    public static Task<string?> LoginAsync(string registry, CancellationToken cancellationToken) => DockerConfig.OfAsync(
        RegistryCredentials.OfThisUser(),
        ImageRepository.Parse($"{registry}/{ServiceSource.ImageRepositoryOf("service")}"),
        cancellationToken);

    private static async Task<string> DataAsync(ExistingSettings settings, CancellationToken cancellationToken)
    {
        var login = await LoginAsync(settings.Record.Registry, cancellationToken)
            ?? throw new PlatformException(
                $"docker has no login to {settings.Record.Registry} any more: run 'docker login', then this again.");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(
        ExistingSettings settings, string data, CancellationToken cancellationToken)
    {
        using var api = settings.OpenApi();
        var missing = new List<string>();
        foreach (var ns in settings.Record.Environments)
        {
            var secret = await api.FindAsync(ResourceKind.Secrets, ns, Name, cancellationToken);
            if (secret?.TextAt("data", Key) != data)
                missing.Add(ns);
        }

        return missing;
    }

    private static async Task ApplyAsync(ExistingSettings settings, CancellationToken cancellationToken)
    {
        var value = new Dictionary<string, string> { [Key] = await DataAsync(settings, cancellationToken) };
        using var api = settings.OpenApi();
        foreach (var ns in await MissingAsync(settings, value[Key], cancellationToken))
        {
            if (await api.FindAsync(ResourceKind.Secrets, ns, Name, cancellationToken) is not null)
            {
                await api.PatchAsync(ResourceKind.Secrets, ns, Name, new { data = value }, cancellationToken);
                continue;
            }

            var metadata = new { name = Name, labels = Ownership.LabelsOf(settings.Record.Platform) };
            await api.CreateAsync(
                ResourceKind.Secrets, ns, new { apiVersion = "v1", kind = "Secret", metadata, type = Type, data = value },
                cancellationToken);
        }
    }
}
