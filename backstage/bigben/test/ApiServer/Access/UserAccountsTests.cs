using System.Text.Json;
using BigBen.ApiServer.Access;
using BigBen.ApiServer.Serving;

namespace BigBen.Tests.ApiServer.Access;

/// <summary>Tokens that are given, changed and taken while the server runs, over the socket.</summary>
public class UserAccountsTests
{
    private const string Pods = "/api/v1/pods";

    [Fact]
    public async Task A_rotated_token_is_taken_at_once_and_the_one_before_refused()
    {
        await using var api = await TestApi.StartAsync();
        var alice = await api.GrantAsync("alice", readOnly: true);
        (await CodeAsync(api, alice)).ShouldBe(200);

        await api.Accounts.RotateAsync("alice", CancellationToken.None);
        await api.Accounts.RotateAsync(User.AdminName, CancellationToken.None);

        (await CodeAsync(api, alice)).ShouldBe(401);
        (await CodeAsync(api, api.Token)).ShouldBe(401);
        (await CodeAsync(api, TokenOf(api, "alice"))).ShouldBe(200);
        (await CodeAsync(api, TokenOf(api, User.AdminName))).ShouldBe(200);
    }

    [Fact]
    public async Task What_is_open_with_a_token_ends_with_it_and_nothing_else_does()
    {
        await using var api = await TestApi.StartAsync("developer");
        var (alice, bob) = (await api.GrantAsync("alice", readOnly: true), await api.GrantAsync("bob", readOnly: true));
        const string Watch = "/api/v1/namespaces?watch=true";
        await using var ofAlice = api.WatchAsync(Watch, token: alice).GetAsyncEnumerator();
        await using var ofBob = api.WatchAsync(Watch, token: bob).GetAsyncEnumerator();
        (await ofAlice.MoveNextAsync() && await ofBob.MoveNextAsync()).ShouldBeTrue();

        await api.Accounts.RevokeAsync("alice", CancellationToken.None);
        (await CodeAsync(api, bob)).ShouldBe(200);

        await Should.ThrowAsync<IOException>(async () =>
        {
            while (await ofAlice.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)))
            {
                // What was on its way.
            }
        });
        api.Create("v1", "namespaces", "", """{ "metadata": { "name": "lab" } }""");
        do
            (await ofBob.MoveNextAsync()).ShouldBeTrue();
        while ($"{ofBob.Current["object"]!["metadata"]!["name"]}" != "lab");
        (await CodeAsync(api, alice)).ShouldBe(401);
        File.Exists(api.Accounts.KubeconfigOf("alice")).ShouldBeFalse();
    }

    [Fact]
    public async Task Rights_are_changed_with_the_token_as_it_was()
    {
        await using var api = await TestApi.StartAsync();
        var alice = await api.GrantAsync("alice", rules: new PolicyRule { Verbs = ["list"], ApiGroups = [""], Resources = ["nodes"] });
        (await CodeAsync(api, alice)).ShouldBe(403);

        (await api.GrantAsync("alice", readOnly: true)).ShouldBe(alice);

        (await CodeAsync(api, alice)).ShouldBe(200);
    }

    [Fact]
    public async Task The_file_of_users_has_hashes_alone_and_like_every_kubeconfig_is_its_owners()
    {
        await using var api = await TestApi.StartAsync();
        var alice = await api.GrantAsync("alice", readOnly: true);
        var file = Path.Combine(Path.GetDirectoryName(api.Kubeconfig)!, "api", "users.json");

        var text = await File.ReadAllTextAsync(file);

        text.ShouldNotContain(alice);
        text.ShouldNotContain(api.Token);
        text.ShouldContain(StoredUser.HashOf(alice));
        foreach (var path in new[] { file, api.Accounts.KubeconfigOf("alice") })
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_restart_keeps_every_token_and_tells_every_kubeconfig_of_a_new_port()
    {
        using var directory = new TestDirectory();
        var accounts = new UserAccounts(directory["api"], directory["kubeconfig"]);
        string before;
        await using (await TestApi.StartHostAsync(directory, new FakeKubelet()))
        {
            await accounts.GrantAsync("alice", user => user with { ReadOnly = true }, CancellationToken.None);
            before = await File.ReadAllTextAsync(accounts.KubeconfigOf("alice"));
        }

        var identity = ServerIdentity.Open(directory["api/identity.json"], TimeProvider.System);
        (identity with { Port = 0 }).Save(directory["api/identity.json"]);
        await using var host = await TestApi.StartHostAsync(directory, new FakeKubelet());

        var (admin, alice) = (Kubeconfig.Read(host.Kubeconfig)!, Kubeconfig.Read(accounts.KubeconfigOf("alice"))!);
        alice.Port.ShouldBe(admin.Port);
        before.ShouldContain(alice.Token);
        alice.Authority.ShouldBe(admin.Authority);
    }

    [Fact]
    public async Task A_token_of_a_time_before_there_were_users_stays_good()
    {
        using var directory = new TestDirectory();
        await using (await TestApi.StartHostAsync(directory, new FakeKubelet()))
            File.Delete(directory["api/users.json"]);
        var before = Kubeconfig.Read(directory["kubeconfig"])!.Token;

        await using var host = await TestApi.StartHostAsync(directory, new FakeKubelet());

        Kubeconfig.Read(host.Kubeconfig)!.Token.ShouldBe(before);
        new UserAccounts(directory["api"], directory["kubeconfig"]).Find(User.AdminName)!.TokenHash.ShouldBe(StoredUser.HashOf(before));
    }

    [Fact]
    public async Task A_kubeconfig_that_was_removed_is_made_anew_with_another_token()
    {
        using var directory = new TestDirectory();
        await using (await TestApi.StartHostAsync(directory, new FakeKubelet()))
        {
        }

        var before = Kubeconfig.Read(directory["kubeconfig"])!.Token;
        File.Delete(directory["kubeconfig"]);

        await using var host = await TestApi.StartHostAsync(directory, new FakeKubelet());

        Kubeconfig.Read(host.Kubeconfig)!.Token.ShouldNotBe(before);
    }

    [Fact]
    public async Task A_damaged_file_of_users_lets_nobody_in()
    {
        await using var api = await TestApi.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(api.Kubeconfig)!, "api", "users.json"), "[{");

        var (code, answer) = await api.AskAsync("GET", Pods);

        code.ShouldBe(500);
        $"{answer["message"]}".ShouldContain("users.json' cannot be read");
    }

    [Fact]
    public async Task Many_who_change_it_at_once_lose_nothing()
    {
        await using var api = await TestApi.StartAsync();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => api.GrantAsync($"user-{number}", true))));

        foreach (var token in tokens)
            (await CodeAsync(api, token)).ShouldBe(200);
        JsonDocument.Parse(api.Accounts.File.Read()).RootElement.GetArrayLength().ShouldBe(11);
    }

    private static string TokenOf(TestApi api, string name) => Kubeconfig.Read(api.Accounts.KubeconfigOf(name))!.Token;

    private static async Task<int> CodeAsync(TestApi api, string token)
    {
        using var response = await api.SendAsync("GET", Pods, token: token);
        return (int)response.StatusCode;
    }
}
