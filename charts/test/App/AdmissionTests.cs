using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Gate;
using BigBen.Manifests;

namespace BigBen.Charts.Tests.App;

/// <summary>What a Kubernetes API server checks, in a namespace that enforces the restricted Pod Security Standard.</summary>
public class AdmissionTests
{
    public static TheoryData<string> Values => new()
    {
        "", Everything.On, Everything.Off, Everything.Worker, Everything.Cronjob, Everything.Stateful,
        "migrations: {args: [a]}\ndatabase: {enabled: true, engine: mysql, secret: {name: s}}",
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task An_API_server_takes_all_of_it(string values) =>
        ObjectRefusals.Of(await ApplicationAsync(), await ObjectsAsync(values), []).ShouldBeEmpty();

    [Fact]
    public async Task What_it_would_not_take_is_found() =>
        ObjectRefusals.Of(await ApplicationAsync(), await ObjectsAsync("securityContext: {privileged: true}\nmigrations: {args: [a]}"), [])
            .ShouldContain(refusal => refusal.StartsWith("charts/app/templates/migrations.yaml: Job ", StringComparison.Ordinal));

    private static async Task<Application> ApplicationAsync() =>
        Application.Read(
            Manifest.ParseAll((await RealHelm.EnvironmentsAsync(Delivered.Settings, Delivered.Developer)).Text(), "environments", "argocd")
                .Single(manifest => manifest.Key.Name == "developer-service-a"));

    private static async Task<IReadOnlyList<Manifest>> ObjectsAsync(string values)
    {
        using var files = new RealHelm.ValueFiles([RealHelm.Image, values]);
        var template = new BigBen.Manifests.Helm.HelmTemplate("service-a", Repository.AppChart, "developer")
        {
            ValueFiles = files.Paths,
            SkipTests = true,
        };
        return Manifest.ParseAll(await RealHelm.TextAsync(template), "charts/app", "developer");
    }
}
