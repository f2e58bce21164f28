using System.Text;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Configuration;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;
using BigBen.Manifests.Specs.Volumes;

namespace BigBen.Kubelet.Volumes;

/// <summary>What the files of a volume hold that are of the API's objects.</summary>
/// <param name="spec">The pod's spec.</param>
/// <param name="data">The ConfigMaps and Secrets of its namespace.</param>
internal sealed class ProjectedFiles(PodSpec spec, ConfigData data)
{
    /// <summary>The files as they are to be now.</summary>
    /// <param name="pod">The pod as it is now.</param>
    /// <param name="source">The volume.</param>
    /// <exception cref="ContainerException">An object or an entry is missing that need be there.</exception>
    public IReadOnlyDictionary<string, VolumeFile> Of(PodIdentity pod, ProjectedSource source)
    {
        var files = new Dictionary<string, VolumeFile>(StringComparer.Ordinal);
        foreach (var (path, content, mode) in source.Projections.SelectMany(projection => Of(pod, projection)))
            files[path] = new VolumeFile(content, (UnixFileMode)(mode ?? source.Mode));
        return files;
    }

    private IEnumerable<(string Path, byte[] Content, int? Mode)> Of(PodIdentity pod, Projection projection) => projection switch
    {
        ObjectProjection of => Of(of),
        DownwardProjection fields => fields.Items.Select(file => (file.Path, Encoding.UTF8.GetBytes(ValueOf(pod, file)), file.Mode)),
        _ => throw new InvalidOperationException($"no files for {projection}"),
    };

    private IEnumerable<(string Path, byte[] Content, int? Mode)> Of(ObjectProjection of)
    {
        var entries = data.FindBytes(of.Kind, of.Name, of.Optional) ?? new Dictionary<string, byte[]>();
        if (of.Items.Count == 0)
            return entries.Select(entry => (entry.Key, entry.Value, (int?)null));
        if (!of.Optional && of.Items.FirstOrDefault(item => !entries.ContainsKey(item.Key)) is { } missing)
        {
            throw new ContainerException(
                ContainerException.CreateContainerConfigError,
                $"references non-existent {(of.Kind == Kinds.Secrets.Kind ? "secret" : "config")} key: {missing.Key}");
        }

        return of.Items.Where(item => entries.ContainsKey(item.Key)).Select(item => (item.Path, entries[item.Key], item.Mode));
    }

    private string ValueOf(PodIdentity pod, DownwardFile file) => file.Value switch
    {
        FieldReference field => PodFields.Find(pod, spec, field.Path),
        ResourceReference resource =>
            (spec.All.FirstOrDefault(container => container.Name == resource.Container) ?? spec.Containers[0]).Resources
                .Field(resource.Resource, resource.Divisor),
        _ => throw new InvalidOperationException($"no value for {file.Value}"),
    };
}
