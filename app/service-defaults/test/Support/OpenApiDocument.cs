namespace BigBen.ServiceDefaults.Tests.Support;

internal static class OpenApiDocument
{
    /// <summary>Compares what a service serves with the file that is committed beside its source.</summary>
    public static async Task ShouldBeCommittedAsync(RunningService service, string name)
    {
        var served = await service.Public.GetStringAsync("/openapi/v1.json");
        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "app", name, "openapi.json"));
        committed.ReplaceLineEndings("\n").TrimEnd().ShouldBe(
            served.ReplaceLineEndings("\n").TrimEnd(),
            $"If the change is meant: dotnet build app/{name}/src -p:UpdateOpenApi=true, and commit the file.");
    }
}
