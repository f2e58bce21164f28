using BigBen.ArgoCd;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Gate;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Helm;

namespace BigBen.Hostile.Values;

/// <summary>What a push is told of service-a's values for developer: by the chart, by the real Helm, and by the table of rules.</summary>
internal sealed class PushVerdict
{
    private static readonly string Record = $$"""
        developer:
          service-a: { revision: "{{new string('1', 40)}}", tag: "1111111", digest: "sha256:{{new string('1', 64)}}" }
        """;

    private readonly HelmCli _helm;
    private readonly string _root;
    private readonly Application _application;

    private PushVerdict(HelmCli helm, string root, Application application) =>
        (_helm, _root, _application) = (helm, root, application);

    /// <summary>Reads how service-a is deployed to developer.</summary>
    /// <param name="helm">The real Helm.</param>
    /// <param name="root">The repository's top folder.</param>
    public static async Task<PushVerdict> OpenAsync(HelmCli helm, string root)
    {
        var yaml = await WithFileAsync(Record, file => helm.TemplateAsync(
            new HelmTemplate(RootApplication.Name, Path.Combine(root, RootApplication.Path), Application.ArgoNamespace)
            {
                ValueFiles = [file],
                Parameters =
                [
                    new HelmParameter("repository", "http://git.example/big-ben.git"), new HelmParameter("registry", "local"),
                    new HelmParameter("domain", PlatformHosts.Domain),
                ],
            }));
        var application = Manifest.ParseAll(yaml, RootApplication.Path, Application.ArgoNamespace)
            .Single(manifest => manifest.Key.Kind == "Application");
        return new PushVerdict(helm, root, Application.Read(application));
    }

    /// <summary>Judges values.</summary>
    /// <returns>
    /// Why they are refused, null where they are not; and what the chart makes of them, null where that is not reached.
    /// </returns>
    public async Task<(string? Refusal, IReadOnlyList<Manifest>? Objects)> JudgeAsync(ValuesCase values)
    {
        try
        {
            var file = ValuesFile.Read("values.yaml", values.Text);
            DecidedElsewhere.Refuse(_application, [file]);
            var source = _application.Source;
            var yaml = await WithFileAsync(values.Text, path => _helm.TemplateAsync(
                new HelmTemplate(source.ReleaseName, Path.Combine(_root, source.Path), _application.Destination.Namespace)
                {
                    ValueFiles = [path],
                    Parameters = source.Parameters,
                    ApiVersions = ["monitoring.coreos.com/v1", "gateway.networking.k8s.io/v1"],
                    SkipTests = true,
                }));
            var objects = Manifest.ParseAll(yaml, source.Path, _application.Destination.Namespace);
            var refusals = ObjectRefusals.Of(_application, objects, [file]).ToList();
            return (refusals.Count == 0 ? null : string.Join("; ", refusals), objects);
        }
        catch (PlatformException e)
        {
            return (e.Message, null);
        }
    }

    private static async Task<string> WithFileAsync(string text, Func<string, Task<string>> useAsync)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text);
            return await useAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
