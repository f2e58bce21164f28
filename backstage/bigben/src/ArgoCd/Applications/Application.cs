using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Differences;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Applications;

/// <summary>An Argo CD Application (<c>argoproj.io/v1alpha1</c>) with a Helm source, as its spec asks for it.</summary>
internal sealed record Application
{
    /// <summary>Where Argo CD and its Applications live.</summary>
    public const string ArgoNamespace = "argocd";

    /// <summary>Fields of its spec that only Argo CD itself can do, and that are refused here.</summary>
    public static readonly IReadOnlyList<string> Unsupported = ["sources", "sourceHydrator"];

    /// <summary>Its name, such as <c>developer-service-a</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The AppProject that limits it.</summary>
    public required string Project { get; init; }

    /// <summary>Where its objects go.</summary>
    public required Destination Destination { get; init; }

    /// <summary>Where its chart and values are read.</summary>
    public required HelmSource Source { get; init; }

    /// <summary>How it is synced.</summary>
    public required SyncPolicy SyncPolicy { get; init; }

    /// <summary>The fields that others may set; read by who compares.</summary>
    public IgnoredDifferences IgnoredDifferences { get; init; } = IgnoredDifferences.None;

    /// <summary>The labels that its namespace is given.</summary>
    public IReadOnlyDictionary<string, string> NamespaceLabels =>
        (SyncPolicy.ManagedNamespaceMetadata?.FieldsAt("labels") ?? []).ToDictionary(label => label.Name, label => label.Value.ToString());

    /// <summary>How many deployments its history keeps.</summary>
    public int HistoryLimit { get; init; } = 10;

    /// <summary>The whole <c>spec.source</c>, as status and operations repeat it.</summary>
    public required JsonElement SourceJson { get; init; }

    /// <summary>The whole <c>spec.destination</c>.</summary>
    public required JsonElement DestinationJson { get; init; }

    /// <summary>Reads an Application as it stands in the store.</summary>
    /// <exception cref="PlatformException">A field that it needs is missing, or it asks for what only Argo CD itself can do.</exception>
    public static Application Read(JsonElement value)
    {
        var spec = value.At("spec") ?? throw new PlatformException("application spec is missing");
        if (Unsupported.FirstOrDefault(field => spec.At(field) is not null) is { } unsupported)
            throw new PlatformException($"spec.{unsupported} is not supported by the local platform; use spec.source");
        var source = spec.At("source") ?? throw new PlatformException("spec.source is missing");
        var destination = spec.At("destination") ?? throw new PlatformException("Destination server missing from app spec");
        return new Application
        {
            Name = value.NameOf(),
            Project = spec.TextAt("project") ?? "default",
            Destination = Destination.Read(destination),
            Source = HelmSource.Read(source, value.NameOf()),
            SyncPolicy = SyncPolicy.Read(spec.At("syncPolicy")),
            HistoryLimit = (int)(spec.NumberAt("revisionHistoryLimit") ?? 10),
            SourceJson = source,
            DestinationJson = destination,
        };
    }

    /// <summary>Reads an Application as git describes it.</summary>
    /// <inheritdoc cref="Read(JsonElement)"/>
    public static Application Read(Manifest manifest)
    {
        try
        {
            return Read(JsonSerializer.SerializeToElement<JsonNode>(manifest.Body));
        }
        catch (PlatformException e)
        {
            throw new PlatformException($"{manifest.Key}: {e.Message}; fix {manifest.Source} and push again.", e);
        }
    }
}
