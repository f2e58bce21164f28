using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Serialization;

namespace BigBen.Kubernetes;

/// <summary>How to reach an API, as a kubeconfig says.</summary>
internal static class KubeconfigReader
{
    // The package's own reader first looks at every field of every kind of Kubernetes: that takes half a second of each command, and 24 MB.
    private static readonly IDeserializer Yaml = new DeserializerBuilder().IgnoreUnmatchedProperties().Build();

    /// <summary>Reads a file; runs the program that it names for a token.</summary>
    /// <param name="file">The file; paths in it are beside it.</param>
    /// <param name="context">The context in it; null for its current one.</param>
    /// <exception cref="KubeConfigException">It is empty, has no such context, or says what cannot be.</exception>
    /// <exception cref="YamlDotNet.Core.YamlException">It is not YAML, or not of this form.</exception>
    public static KubernetesClientConfiguration Read(string file, string? context)
    {
        var read = Yaml.Deserialize<K8SConfiguration?>(File.ReadAllText(file)) ?? throw new KubeConfigException("it is empty");
        read.FileName = Path.GetFullPath(file);
        return KubernetesClientConfiguration.BuildConfigFromConfigObject(read, context);
    }
}
