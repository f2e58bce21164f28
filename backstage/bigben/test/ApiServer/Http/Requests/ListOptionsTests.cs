namespace BigBen.Tests.ApiServer.Http.Requests;

public class ListOptionsTests
{
    private const string Pods = "/api/v1/namespaces/developer/pods";
    private const string Match = "resourceVersionMatch";

    [Theory]
    [InlineData("resourceVersionMatch=Exact", $"{Match}: Forbidden: {Match} is forbidden unless resourceVersion is provided")]
    [InlineData("resourceVersionMatch=NotOlderThan", $"{Match}: Forbidden: {Match} is forbidden unless resourceVersion is provided")]
    [InlineData(
        "resourceVersionMatch=Some&resourceVersion=1",
        $"{Match}: Unsupported value: \"Some\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData(
        "resourceVersionMatch=Exact&resourceVersion=0",
        $"{Match}: Forbidden: {Match} \"exact\" is forbidden for resourceVersion \"0\"")]
    [InlineData("sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    [InlineData(
        "resourceVersionMatch=Exact&continue=a",
        $"[{Match}: Forbidden: {Match} is forbidden unless resourceVersion is provided, "
        + $"{Match}: Forbidden: {Match} is forbidden when continue is provided]")]
    [InlineData(
        "watch=true&sendInitialEvents=true", $"{Match}: Forbidden: sendInitialEvents requires setting {Match} to NotOlderThan")]
    [InlineData(
        "watch=true&resourceVersionMatch=NotOlderThan",
        $"{Match}: Forbidden: {Match} is forbidden for watch unless sendInitialEvents is provided")]
    public async Task Options_that_do_not_go_together_are_refused_as_Kubernetes_refuses_them(string query, string why)
    {
        await using var api = await TestApi.StartAsync("developer");

        var (code, answer) = await api.AskAsync("GET", $"{Pods}?{query}");

        code.ShouldBe(422, $"{answer}");
        answer["message"]!.GetValue<string>().ShouldBe($"ListOptions.meta.k8s.io \"\" is invalid: {why}");
    }

    [Theory]
    [InlineData("resourceVersionMatch=NotOlderThan&resourceVersion=0")]
    [InlineData("resourceVersionMatch=NotOlderThan&resourceVersion=1")]
    [InlineData("resourceVersion=0")]
    public async Task Those_that_do_are_answered(string query)
    {
        await using var api = await TestApi.StartAsync("developer");

        (await api.AskAsync("GET", $"{Pods}?{query}")).Code.ShouldBe(200);
    }
}
