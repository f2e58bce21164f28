using BigBen.ApiServer.Access;

namespace BigBen.Tests.ApiServer.Access;

public class ImpersonationTests
{
    private const string Pods = "/api/v1/namespaces/developer/pods";

    [Fact]
    public async Task The_administrator_asks_as_anybody_with_the_rights_of_that_user()
    {
        await using var api = await TestApi.StartAsync("developer");
        await api.GrantAsync("alice", rules: new PolicyRule { Verbs = ["list"], ApiGroups = [""], Resources = ["pods"] });

        (await CodeAsync(api, "GET", "Impersonate-User", "alice")).ShouldBe(200);
        (await CodeAsync(api, "DELETE", "Impersonate-User", "alice")).ShouldBe(403);
        (await CodeAsync(api, "GET", "Impersonate-User", "nobody")).ShouldBe(403);
        (await CodeAsync(api, "GET", "Impersonate-Group", "system:masters")).ShouldBe(400);
    }

    [Fact]
    public async Task Nobody_else_does_without_the_right_to()
    {
        await using var api = await TestApi.StartAsync("developer");
        var alice = await api.GrantAsync("alice", readOnly: true);

        using var response = await api.SendAsync("GET", Pods, token: alice, header: ("Impersonate-User", "big-ben-admin"));

        ((int)response.StatusCode).ShouldBe(403);
        (await response.Content.ReadAsStringAsync()).Replace("\\", "", StringComparison.Ordinal).ShouldContain(
            """users "big-ben-admin" is forbidden: User "alice" cannot impersonate resource "users" in API group "" at the cluster""");
    }

    private static async Task<int> CodeAsync(TestApi api, string method, string header, string value)
    {
        using var response = await api.SendAsync(method, Pods, header: (header, value));
        return (int)response.StatusCode;
    }
}
