using BigBen.Foundation;
using BigBen.Platforms;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms;

public sealed class UserKubeconfigTests : IDisposable
{
    private const string Others = """
        apiVersion: v1
        clusters:
        - cluster:
            server: https://work.example
          name: work
        contexts:
        - context:
            cluster: work
            namespace: "007"
            user: me
          name: work
        current-context: work
        kind: Config
        preferences: {}
        users:
        - name: me
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              args:
              - "1"
              command: login

        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_context_is_added_once_and_taken_away_with_everything_else_as_it_was()
    {
        var file = _folder.Write("config", Others);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var (config, state) = (new UserKubeconfig(file), State(".big-ben", "ours"));

        config.Merge(state);
        var merged = File.ReadAllText(file);
        merged.ShouldContain("current-context: work");
        merged.ShouldContain("""
            - name: big-ben
              context:
                cluster: big-ben
                user: big-ben
            """);
        merged.ShouldContain("token: secret");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        config.Merge(state);
        File.ReadAllText(file).ShouldBe(merged);

        config.Unmerge(state).ShouldBeTrue();
        File.ReadAllText(file).ShouldBe(Others);
        config.Unmerge(state).ShouldBeFalse();
    }

    [Fact]
    public void A_new_file_is_the_owners_alone_and_has_the_context_as_the_current_one()
    {
        var config = new UserKubeconfig(_folder["kube/config"]);
        var state = State(".big-ben", "ours");

        config.Merge(state);

        File.GetUnixFileMode(config.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(config.Path).ShouldContain("current-context: big-ben");
        config.Unmerge(state).ShouldBeTrue();
        File.ReadAllText(config.Path).ShouldContain("current-context: \"\"");
    }

    [Fact]
    public void What_a_person_chose_for_the_context_stays_when_it_is_brought_up_to_date()
    {
        var config = new UserKubeconfig(_folder["config"]);
        config.Merge(State(".big-ben", "ours", port: 1));
        var chosen = File.ReadAllText(config.Path)
            .Replace("    user: big-ben", "    user: big-ben\n    namespace: developer", StringComparison.Ordinal);
        File.WriteAllText(config.Path, chosen);

        config.Merge(State(".big-ben", "ours", port: 2));

        File.ReadAllText(config.Path).ShouldContain("namespace: developer");
        File.ReadAllText(config.Path).ShouldContain("https://127.0.0.1:2");
        File.ReadAllText(config.Path).ShouldNotContain("https://127.0.0.1:1");
    }

    [Fact]
    public void A_context_of_another_platform_is_left_alone()
    {
        var config = new UserKubeconfig(_folder["config"]);
        config.Merge(State("one/.big-ben", "first"));
        var before = File.ReadAllText(config.Path);

        config.Unmerge(State("two/.big-ben", "second")).ShouldBeFalse();

        File.ReadAllText(config.Path).ShouldBe(before);
        UserKubeconfig.ContextOf(new StateFolder("/x/other")).ShouldMatch("^big-ben-[0-9a-f]{6}$");
    }

    [Fact]
    public void A_link_is_followed()
    {
        var file = _folder.Write("real", Others);
        File.CreateSymbolicLink(_folder["link"], file);

        new UserKubeconfig(_folder["link"]).Merge(State(".big-ben", "ours"));

        File.ReadAllText(file).ShouldContain("big-ben");
        new FileInfo(_folder["link"]).LinkTarget.ShouldBe(file);
    }

    [Theory]
    [InlineData("clusters: 1", "is not a kubeconfig")]
    [InlineData("a: 1\n---\nb: 1", "is not a kubeconfig")]
    [InlineData("a: [", "is not valid YAML")]
    public void A_file_that_is_no_kubeconfig_is_refused(string text, string why)
    {
        var file = _folder.Write("config", text);

        Should.Throw<PlatformException>(() => new UserKubeconfig(file).Merge(State(".big-ben", "ours"))).Message.ShouldContain(why);

        File.ReadAllText(file).ShouldBe(text);
    }

    [Fact]
    public void A_platform_that_is_not_up_is_one_sentence() => Should
        .Throw<PlatformException>(() => new UserKubeconfig(_folder["config"]).Merge(new StateFolder(_folder["none"])))
        .Message.ShouldContain("is not up");

    private StateFolder State(string name, string authority, int port = 6443)
    {
        var state = new StateFolder(_folder[name]);
        Directory.CreateDirectory(state.Path);
        File.WriteAllText(state.Kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: big-ben
              cluster: { server: "https://127.0.0.1:{{port}}", certificate-authority-data: {{authority}} }
            users:
            - name: big-ben
              user: { token: secret }
            contexts:
            - name: big-ben
              context: { cluster: big-ben, user: big-ben }
            current-context: big-ben
            """);
        return state;
    }
}
