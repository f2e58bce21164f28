using BigBen.ApiServer;
using BigBen.ApiServer.Access;
using BigBen.Foundation;
using BigBen.Platforms;
using BigBen.Tests.ApiServer;
using BigBen.Verbs;

namespace BigBen.Tests.Verbs;

public sealed class KubeconfigVerbTests : IAsyncLifetime, IDisposable
{
    private static readonly KubeconfigOptions Admin = new(User.AdminName, false, null, false, false, false);

    private readonly TestDirectory _state = new();
    private readonly StringWriter _output = new();
    private ApiServerHost _host = null!;

    private UserKubeconfig Own => new(_state["own"]);

    public async Task InitializeAsync() => _host = await TestApi.StartHostAsync(_state, new FakeKubelet());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task The_administrators_kubeconfig_is_printed_as_it_is()
    {
        var before = await File.ReadAllTextAsync(_state["kubeconfig"]);

        (await RunAsync(Admin)).ShouldBe(_state["kubeconfig"]);

        (await File.ReadAllTextAsync(_state["kubeconfig"])).ShouldBe(before);
        File.Exists(_state["own"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_is_made_once()
    {
        var reader = new KubeconfigOptions(KubeconfigOptions.Reader, true, null, false, false, false);

        var path = await RunAsync(reader);
        var text = await File.ReadAllTextAsync(path);
        (await RunAsync(reader)).ShouldBe(path);

        path.ShouldBe(_state["kubeconfig-read-only"]);
        (await File.ReadAllTextAsync(path)).ShouldBe(text);
        text.ShouldContain("current-context: big-ben-read-only");
        Find(KubeconfigOptions.Reader)!.ReadOnly.ShouldBeTrue();
    }

    [Fact]
    public async Task A_user_has_the_rights_of_the_last_file_and_keeps_its_token()
    {
        var alice = Admin with { User = "alice", Rights = _state["role.yaml"] };
        await WriteRoleAsync("get");
        var text = await File.ReadAllTextAsync(await RunAsync(alice));
        await WriteRoleAsync("list");

        var path = await RunAsync(alice);

        (await File.ReadAllTextAsync(path)).ShouldBe(text);
        Find("alice")!.Rules.Single().Verbs.ShouldBe(["list"]);
        (await RunAsync(Admin with { User = "alice" })).ShouldBe(path);
        Find("alice")!.Rules.Single().Verbs.ShouldBe(["list"]);
    }

    [Fact]
    public async Task A_user_without_rights_is_none()
    {
        foreach (var options in new[] { Admin with { User = "bob" }, Admin with { User = "bob", Revoke = true } })
            (await Should.ThrowAsync<PlatformException>(() => RunAsync(options))).Message.ShouldContain("There is no user 'bob'");
    }

    [Fact]
    public async Task A_rotated_token_gets_into_the_contexts_that_were_merged_and_into_no_others()
    {
        var alice = Admin with { User = "alice", ReadOnly = true, Merge = true };
        (await RunAsync(alice)).ShouldBe(_state["own"]);
        await RunAsync(Admin with { Rotate = true });
        (await File.ReadAllTextAsync(_state["own"])).ShouldNotContain(TokenOf(User.AdminName));
        await RunAsync(Admin with { Merge = true });

        await RunAsync(alice with { Merge = false, Rotate = true });
        await RunAsync(Admin with { Rotate = true });

        var own = await File.ReadAllTextAsync(_state["own"]);
        own.ShouldContain(TokenOf(User.AdminName));
        own.ShouldContain(TokenOf("alice"));
        own.ShouldContain($"current-context: {UserKubeconfig.ContextOf(new StateFolder(_state.Path), "alice")}");
        await RunAsync(Admin with { User = "alice", Revoke = true });
        (await File.ReadAllTextAsync(_state["own"])).ShouldNotContain("-alice");
        File.Exists(_state["kubeconfig-alice"]).ShouldBeFalse();
        Own.Unmerge(new StateFolder(_state.Path)).ShouldBeTrue();
        (await File.ReadAllTextAsync(_state["own"])).ShouldNotContain("token");
    }

    [Fact]
    public async Task A_running_platform_has_taken_the_token_when_the_verb_is_done()
    {
        var state = new StateFolder(_state.Path);
        new PlatformRecord(Environment.ProcessId, 1, "secret", PlatformRecord.ThisBuild, DateTimeOffset.UtcNow).Write(state);

        await RunAsync(Admin with { Rotate = true });
        await _host.DisposeAsync();

        var refused = await Should.ThrowAsync<PlatformException>(() => RunAsync(Admin with { Rotate = true }));
        refused.Message.ShouldContain("does not create selfsubjectreviews");
    }

    [Theory]
    [InlineData("--rights goes with --user", "--rights", "x")]
    [InlineData("--rights goes with --user", "--user", "a", "--rights", "x", "--read-only")]
    [InlineData("is not a user's name", "--user", "../a")]
    [InlineData("is not a user's name", "--user", "A", "--read-only")]
    [InlineData("--revoke needs another user", "--revoke")]
    [InlineData("--revoke needs another user", "--revoke", "--user", "big-ben-admin")]
    [InlineData("--revoke goes with no other option", "--revoke", "--user", "a", "--rotate")]
    [InlineData("is the administrator", "--user", "big-ben-admin", "--read-only")]
    public void Options_that_do_not_go_together_are_refused(string why, params string[] options) =>
        CommandLine.Parse(["kubeconfig", .. options]).Errors.Select(error => error.Message).ShouldContain(message => message.Contains(why));

    private async Task<string> RunAsync(KubeconfigOptions options)
    {
        _output.GetStringBuilder().Clear();
        var session = new Session(_state.Path, new StateFolder(_state.Path), _output, TextWriter.Null, false);
        (await KubeconfigVerb.RunAsync(session, options, Own, CancellationToken.None)).ShouldBe(ExitCode.Done);
        return _output.ToString().Trim();
    }

    private StoredUser? Find(string name) => new UserAccounts(_state["api"], _state["kubeconfig"]).Find(name);

    private string TokenOf(string name) => Kubeconfig.Read(Kubeconfig.PathOf(_state["kubeconfig"], name))!.Token;

    private Task WriteRoleAsync(string verb) => File.WriteAllTextAsync(_state["role.yaml"], $$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        rules: [{ apiGroups: [""], resources: [pods], verbs: [{{verb}}] }]
        """);
}
