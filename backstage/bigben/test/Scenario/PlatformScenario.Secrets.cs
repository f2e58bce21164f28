using System.Text;
using System.Text.RegularExpressions;
using BigBen.Foundation.Processes;

namespace BigBen.Tests.Scenario;

// What is nobody else's to read.
public sealed partial class PlatformScenario
{
    [PlatformFact(ScenarioPlatform.Local)]
    public async Task A_secret_reaches_the_program_and_is_in_clear_text_nowhere()
    {
        const string values = "app/service-a/deploy-config/developer/values.yaml";
        var value = $"{Guid.NewGuid()}";
        await platform.CommitAsync(
            "Give service-a a key",
            values,
            "replicas: 1",
            "replicas: 1\nsecretEnv:\n  API_KEY: { name: service-a-secrets, key: API_KEY }");
        var set = await platform.Clone.RunAsync(
            "sh", "-c", $"printf %s {value} | ./bootstrap/big-ben.sh secret set service-a developer API_KEY");
        await platform.Clone.RunAsync("git", "add", "-A");
        await platform.Clone.RunAsync("git", "commit", "-qm", "Set the key");

        var push = await PushAsync();

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("service-a live in developer");
        ProcessIdentity.WithVariable("API_KEY", value).ShouldNotBeEmpty();
        List<string> said =
        [
            set,
            push.Output,
            push.Error,
            .. await Task.WhenAll(
                platform.Clone.BigBenAsync("logs", "developer-service-a"),
                platform.Clone.BigBenAsync("status", "--json"),
                platform.Clone.BigBenAsync("secret", "list", "service-a"),
                platform.Clone.RunAsync("git", "log", "--all", "--patch")),
            .. await PagesAsync(),
        ];
        foreach (var form in new[] { value, Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) })
            said.ShouldAllBe(text => !text.Contains(form, StringComparison.Ordinal));
        // Files come and go meanwhile, which it says on standard error.
        (await platform.Clone.TryAsync("grep", "-rlF", value, ".")).Output.ShouldBe("");
        (await platform.Clone.TryAsync("grep", "-rlF", "service-a-secrets", ".")).Output.ShouldNotBe("");

        await platform.CommitAsync("Take the key", values, "secretEnv:\n  API_KEY: { name: service-a-secrets, key: API_KEY }\n", "");
        await platform.Clone.BigBenAsync("secret", "remove", "service-a", "developer", "API_KEY");
        await platform.Clone.RunAsync("git", "commit", "-qam", "Remove the key");
        (await PushAsync()).Error.ShouldContain("service-a live in developer");
    }

    // The board, and every page that it and the list of runs lead to.
    private async Task<IReadOnlyList<string>> PagesAsync()
    {
        var pages = new Dictionary<string, string>();
        foreach (var path in new[] { "/", "/runs", "/signals" })
            pages[path] = (await platform.GetAsync("console", path)).Body;
        foreach (var path in pages.Values.SelectMany(page => PageLink().Matches(page).Select(link => link.Groups[1].Value)).ToList())
            pages[path] = (await platform.GetAsync("console", path)).Body;
        pages.Keys.ShouldContain("/applications/developer-service-a");
        pages.Keys.ShouldContain(path => path.StartsWith("/runs/", StringComparison.Ordinal));
        return [.. pages.Values];
    }

    [GeneratedRegex("href=\"(/(?:applications|pods|runs)/[^\"?#]+)")]
    private static partial Regex PageLink();
}
